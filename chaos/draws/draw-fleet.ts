import type { Random } from "../../simulator/world/random.ts";
import type { FleetDeclaration } from "../../src/domain/declaration/fleet.ts";
import { drawFirstImage, weighted } from "./draw-images.ts";
import type { FleetPlan } from "./plan.ts";

const STEPS = [["100%"], ["10%", "50%", "100%"], ["50%", "100%"], ["1%", "100%"]];
/** Processes whose suspension does not keep a group from launching and removing servers. */
const SUSPENDABLE = ["AZRebalance", "AlarmNotification", "ScheduledActions", "ReplaceUnhealthy"];

/** A fleet of any kind; mostly a small one. */
export function drawFleet(random: Random): FleetPlan {
  const servers = drawSize(random);
  const strategy = weighted<FleetPlan["strategy"]>(random, [
    [9, "alb-weighted"],
    [3, "nlb-weighted"],
    [5, "target-group"],
    [3, "none"],
  ]);
  return {
    servers,
    strategy,
    firstGeneration: random.chance(0.06),
    oneZone: random.chance(0.15),
    sticky: strategy === "alb-weighted" && random.chance(0.2),
    hooks: random.chance(0.25),
    scalingPolicy: random.chance(0.2),
    schedule: random.chance(0.15),
    image: drawFirstImage(random),
    drainSeconds: random.pick([0, 5, 30, 60]),
    suspended: random.chance(0.15) ? [random.pick(SUSPENDABLE)] : [],
    minimum: random.chance(0.5) ? servers : random.integer(0, servers),
    declaration: drawDeclaration(random, strategy),
  };
}

function drawSize(random: Random): number {
  const kind = random.fraction();
  if (kind < 0.04) return 0;
  if (kind < 0.16) return 1;
  if (kind < 0.72) return random.integer(2, 6);
  return kind < 0.97 ? random.integer(7, 20) : random.integer(21, 200);
}

function drawDeclaration(random: Random, strategy: FleetPlan["strategy"]): FleetPlan["declaration"] {
  const handoff = random.chance(0.3) ? { handoff: { command: "/opt/handoff", timeout: "3m" } } : {};
  const warm = random.chance(0.15) ? { warm: `${random.integer(1, 20)}m` } : {};
  return {
    gates: drawGates(random, strategy),
    steps: random.pick(STEPS),
    pause: `${random.pick([0, 10, 30, 60])}s`,
    floor: random.pick(["100%", "100%", "100%", "90%", "50%", "1%"]),
    bake: `${random.pick([0, 30, 60, 180, 300])}s`,
    retire: { drain: `${random.pick([0, 10, 60, 120])}s`, ...handoff, ...warm },
    deadlines: {
      launch: `${random.integer(2, 10)}m`,
      validate: `${random.integer(2, 10)}m`,
      rollout: `${random.pick([20, 60, 120])}m`,
    },
    onFailure: {
      keepGreen: random.chance(0.1) ? "5m" : "0s",
      quarantine: random.chance(0.8),
    },
  };
}

function drawGates(random: Random, strategy: FleetPlan["strategy"]): NonNullable<FleetDeclaration["gates"]> {
  const all: NonNullable<FleetDeclaration["gates"]> = [
    { kind: "instance-status" },
    {
      kind: "target-health",
      healthy: random.pick(["100%", "100%", "50%"]),
      for: `${random.pick([0, 15, 30])}s`,
    },
    { kind: "command", commands: ["/opt/selftest"], timeout: "1m" },
    { kind: "http", path: "/healthz" },
    { kind: "alarm", alarms: ["web-5xx"] },
  ];
  return all.filter(({ kind }) => (kind !== "alarm" || strategy === "alb-weighted") && random.chance(0.45));
}
