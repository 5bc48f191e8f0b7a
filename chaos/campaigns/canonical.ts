import type { FleetPlan, Plan } from "../draws/plan.ts";

interface CanonicalRollout {
  readonly name: string;
  readonly plan: Plan;
}

const QUICK = { "sim:boot-seconds": "10", "sim:healthy-seconds": "5" };

interface CanonicalPlan {
  readonly strategy: FleetPlan["strategy"];
  /** Behaviour of green's servers. */
  readonly green?: Readonly<Record<string, string>>;
  /** Behaviour of blue's servers. */
  readonly blue?: Readonly<Record<string, string>>;
  readonly declaration?: Partial<FleetPlan["declaration"]>;
  readonly fleet?: Partial<FleetPlan>;
  readonly traffic?: boolean;
  /** Polls of one execution. */
  readonly legPolls?: number;
}

/** Rollouts that between them pass every state of the machine – success by each strategy, and each kind of failure – and scans. */
export const canonicalRollouts: readonly CanonicalRollout[] = [
  canonical("success, alb-weighted", { strategy: "alb-weighted", declaration: { steps: ["50%", "100%"] } }),
  canonical("success, nlb-weighted, hooks and a policy", {
    strategy: "nlb-weighted",
    fleet: { hooks: true, scalingPolicy: true },
  }),
  canonical("success, target-group, a minimum that is held", {
    strategy: "target-group",
    fleet: { minimum: 1 },
  }),
  canonical("success, none, handed off", {
    strategy: "none",
    declaration: { retire: { drain: "0s", handoff: { command: "/opt/handoff", timeout: "2m" } } },
  }),
  canonical("never healthy", {
    strategy: "alb-weighted",
    green: { "sim:healthy-seconds": "never" },
    declaration: { gates: [{ kind: "target-health" }] },
  }),
  canonical("the self-test fails", {
    strategy: "none",
    green: { "sim:command-exit-code": "3" },
    declaration: { gates: [{ kind: "command", commands: ["/opt/selftest"] }] },
  }),
  canonical("sickens in the bake", {
    strategy: "target-group",
    green: { "sim:sickens-seconds": "60" },
    declaration: { bake: "5m" },
  }),
  canonical("answers with errors", {
    strategy: "alb-weighted",
    green: { "sim:error-rate": "0.5" },
    declaration: { gates: [{ kind: "alarm", alarms: ["web-5xx"] }], bake: "4m" },
    traffic: true,
  }),
  canonical("cannot be launched", {
    strategy: "nlb-weighted",
    green: { "sim:launch-failure": "InsufficientInstanceCapacity" },
  }),
  canonical("blue does not hand off", {
    strategy: "alb-weighted",
    blue: { "sim:command-exit-code:handoff": "1" },
    declaration: { retire: { drain: "0s", handoff: { command: "/opt/handoff", timeout: "2m" } } },
  }),
  canonical("success, of several legs", {
    strategy: "target-group",
    declaration: { bake: "2m", retire: { drain: "10s", warm: "2m" } },
    legPolls: 7,
  }),
  canonical("success, alb-weighted, two pairs", {
    strategy: "alb-weighted",
    fleet: { waysIn: "balancers" },
    declaration: { steps: ["50%", "100%"] },
  }),
  canonical("success, alb-weighted, two path rules", {
    strategy: "alb-weighted",
    fleet: { waysIn: "paths" },
    declaration: { steps: ["50%", "100%"] },
  }),
  canonical("sickens in the bake, nlb-weighted, two pairs", {
    strategy: "nlb-weighted",
    green: { "sim:sickens-seconds": "60" },
    fleet: { waysIn: "ports" },
    declaration: { steps: ["50%", "100%"], bake: "5m" },
  }),
  canonical("answers with errors, two listeners", {
    strategy: "alb-weighted",
    green: { "sim:error-rate": "0.5" },
    fleet: { waysIn: "listeners" },
    declaration: { gates: [{ kind: "alarm", alarms: ["web-5xx"] }], bake: "4m" },
    traffic: true,
  }),
  canonicalScan(),
];

/** Nothing is asked for: a server has drifted, and scans find it. */
function canonicalScan(): CanonicalRollout {
  const { plan } = canonical("", { strategy: "none" });
  return {
    name: "a scan, one server has drifted",
    plan: {
      ...plan,
      requests: [],
      hands: [{ kind: "group-added", afterSeconds: 1, undoneAfter: null, place: 0 }],
      // Later than a setting takes to apply and a read can lag.
      scans: { troubles: [], storm: null, firstSeconds: 60, seed: 1 },
    },
  };
}

function canonical(
  name: string,
  { green = {}, traffic = false, legPolls, ...more }: CanonicalPlan,
): CanonicalRollout {
  // Older than a read can lag: an image that AWS does not show yet is refused, as it should be.
  const image = { ageSeconds: 15, name: "web-2", tags: { ...QUICK, ...green } };
  return {
    name,
    plan: {
      fleet: fleetOf(more),
      requests: [{ afterSeconds: 0, kind: "operator", image }],
      acts: [],
      faults: [],
      faultySeconds: 20,
      traffic,
      engine: { runs: "functions", ...(legPolls !== undefined && { legPolls }) },
    },
  };
}

/** A Network Load Balancer registers a server for two minutes before it checks it. */
function validateOf(strategy: FleetPlan["strategy"]): string {
  return strategy === "nlb-weighted" ? "6m" : "2m";
}

function fleetOf({ strategy, blue = {}, fleet, declaration }: CanonicalPlan): FleetPlan {
  return {
    servers: 2,
    strategy,
    firstGeneration: false,
    oneZone: false,
    sticky: false,
    hooks: false,
    scalingPolicy: false,
    schedule: false,
    image: { name: "web-1", tags: { ...QUICK, ...blue } },
    drainSeconds: 5,
    suspended: [],
    minimum: 2,
    ...fleet,
    declaration: {
      gates: [{ kind: "target-health" }, { kind: "command", commands: ["/opt/selftest"] }],
      steps: ["100%"],
      pause: "0s",
      floor: "100%",
      bake: "30s",
      retire: { drain: "10s" },
      deadlines: { launch: "2m", validate: validateOf(strategy), rollout: "30m" },
      onFailure: {},
      ...declaration,
    },
  };
}
