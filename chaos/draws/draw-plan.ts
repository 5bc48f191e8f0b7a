import { createRandom, type Random } from "../../simulator/world/random.ts";
import { drawApart } from "./draw-apart.ts";
import { drawApproval } from "./brakes/draw-approval.ts";
import { drawBrakes } from "./brakes/draw-brakes.ts";
import { drawWaysIn } from "./draw-ways-in.ts";
import { drawDeadline } from "./draw-deadline.ts";
import { drawFaults } from "./draw-faults.ts";
import { drawFleet } from "./draw-fleet.ts";
import { drawImage } from "./draw-images.ts";
import { drawLogins } from "./servers/draw-logins.ts";
import { drawLongWaits } from "./draw-long-waits.ts";
import { drawMetrics } from "./draw-metrics.ts";
import { drawNotices } from "./servers/draw-notices.ts";
import { drawBlueChanged, drawSchedule } from "./draw-schedule.ts";
import { drawSteering } from "./draw-steering.ts";
import { drawRecycle } from "./servers/draw-recycle.ts";
import { drawServers } from "./servers/draw-servers.ts";
import {
  ACT_KINDS,
  type ActPlan,
  type FleetPlan,
  type Plan,
  REQUEST_KINDS,
  type RequestPlan,
} from "./plan.ts";

/** Long waits have a chance of their own, and so have more ways in than one. */
const LONG = 0x6c6f6e67;
const WAYS_IN = 0x77617973;
/** Chosen, as `SHORT` is, so that seeds in which planted bugs were caught are what they were. */
const SCHEDULED = 0xfbd64a0e;
const BLUE_CHANGED = 0x62464868;
const LOGINS = 0x6c6f6769;
const NOTICES = 0x6e6f7469;
const BRAKES = 0x6272616b;
const RECYCLE = 0x72656379;
const APPROVAL = 0x61707072;
const APART = 0x61706172;
const SHORT = 0xa5611b8c;
const STEERED = 0x73746565;

/** What a run of this seed is. `only`: faults by name instead of drawn ones. */
export function drawPlan(seed: number, only: readonly string[] | undefined): Plan {
  const random = createRandom(scattered(seed));
  const long = drawLongWaits(scattered(seed ^ LONG), drawPatience(random, drawFleet(random)));
  const { longWaits, moreSeconds } = long;
  const fleet = drawSchedule(scattered(seed ^ SCHEDULED), drawWaysIn(scattered(seed ^ WAYS_IN), long.fleet));
  const faultySeconds = random.pick([900, 1800, 3600, 5400]) + moreSeconds;
  const requests = drawRequests(random, faultySeconds).slice(0, long.inDays ? 1 : undefined);
  const within = Math.min(faultySeconds, 900 + moreSeconds);
  const steering = drawSteering(scattered(seed ^ STEERED), within);
  const acts = [...drawActs(random, within), ...long.acts, ...steering];
  const runs = random.chance(0.5) ? "functions" : "one-process";
  const machineSeconds = random.integer(60, 1800) + moreSeconds;
  const faults = [...drawFaults(seed, random, only), ...(only ? [] : faultsBeside(seed))];
  const has = (name: string): boolean => faults.some((fault) => fault.name === name);
  const traffic =
    fleet.strategy === "alb-weighted" &&
    (requests.some(({ image }) => "sim:error-rate" in image.tags) || random.chance(0.1));
  const servers = drawServers(random, { fleet, faultySeconds });
  const judged = withAlarm(drawMetrics(scattered(seed), servers.fleet, traffic), faults);
  return {
    ...servers,
    ...drawBeside(seed, { ...servers, fleet: judged, requests, faultySeconds }),
    acts,
    faults,
    longWaits,
    faultySeconds,
    engine: {
      runs: has("engine-dies") || has("processes-pause") ? "one-process" : runs,
      ...(has("machine-times-out") && { machineSeconds }),
    },
    traffic,
  };
}

/** Faults that have a plan of their own. */
const faultsBeside = (seed: number): Plan["faults"] => [
  ...drawBlueChanged(scattered(seed ^ BLUE_CHANGED)),
  ...drawApart(seed, scattered(seed ^ APART)),
];

/** What some fleets have beside, each with a chance of its own: what binds when runs begin, short deadlines, logins, what AWS schedules, servers replaced in place. */
function drawBeside(
  seed: number,
  {
    fleet,
    requests,
    faultySeconds,
    hands = [],
  }: Pick<Plan, "fleet" | "requests" | "faultySeconds" | "hands">,
) {
  const braked = drawBrakes(scattered(seed ^ BRAKES), { fleet, faultySeconds });
  const asked = drawApproval(scattered(seed ^ APPROVAL), braked);
  const timed = drawDeadline(scattered(seed ^ SHORT), { fleet: asked, requests });
  const logged = drawLogins(scattered(seed ^ LOGINS), { fleet: timed.fleet, faultySeconds });
  const noticed = drawNotices(scattered(seed ^ NOTICES), { fleet: logged.fleet, faultySeconds });
  const recycled = drawRecycle(scattered(seed ^ RECYCLE), { fleet: noticed.fleet, faultySeconds, hands });
  return { ...timed, ...logged, ...noticed, ...recycled };
}

/** What happens to alarms happens where there is one, and where somebody looks at it. */
function withAlarm(fleet: FleetPlan, faults: Plan["faults"]): FleetPlan {
  const { strategy, declaration } = fleet;
  const gates = declaration.gates ?? [];
  const isThere = strategy === "alb-weighted" || strategy === "target-group";
  const isWatched = gates.some(({ kind }) => kind === "alarm");
  if (!isThere || isWatched || !faults.some(({ name }) => name.startsWith("alarms-"))) return fleet;
  return {
    ...fleet,
    declaration: { ...declaration, gates: [...gates, { kind: "alarm", alarms: ["web-5xx"] }] },
  };
}

/** Some fleets watch each step for longer than a lease lasts without being renewed. */
function drawPatience(random: Random, fleet: FleetPlan): FleetPlan {
  if (!random.chance(0.1)) return fleet;
  const { declaration } = fleet;
  const steps = declaration.steps.length > 1 ? declaration.steps : ["50%", "100%"];
  return { ...fleet, declaration: { ...declaration, steps, pause: `${random.integer(8, 25)}m` } };
}

/** Events as often as all that operators do about images: they are what may go astray. */
const ASKED = [...REQUEST_KINDS, "event", "event", "operator", "set-back"] as const;

function drawRequests(random: Random, faultySeconds: number): RequestPlan[] {
  const count = random.pick([1, 1, 1, 1, 2, 2, 3, 4]);
  const close = random.chance(0.4);
  return Array.from({ length: count }, (_, index) => ({
    afterSeconds: index === 0 ? 0 : close ? random.integer(0, 240) : random.integer(0, faultySeconds),
    kind: random.pick(ASKED),
    image: drawImage(random, `web-${index + 2}`),
    seconds: random.pick([60, 300, 900, 1800]),
  }));
}

function drawActs(random: Random, withinSeconds: number): ActPlan[] {
  const acts: ActPlan[] = [];
  for (const kind of ACT_KINDS) {
    if (!random.chance(0.12)) continue;
    const afterSeconds = random.integer(1, withinSeconds);
    const seconds = random.integer(30, 1200);
    // A freeze of an hour outlasts what runs, so that something comes up in it.
    acts.push({ kind, afterSeconds, seconds: kind === "freeze" ? 3 * seconds : seconds });
  }
  return acts.map((act) => (act.kind === "retry" ? afterAbort(act, acts) : act));
}

/** Before somebody has refused something, nothing is begun again. */
const afterAbort = (retry: ActPlan, acts: readonly ActPlan[]): ActPlan => ({
  ...retry,
  afterSeconds: retry.afterSeconds + (acts.find(({ kind }) => kind === "abort")?.afterSeconds ?? 0),
});

/** Neighbouring seeds begin with neighbouring draws; scattered first, they do not (the finalizer of MurmurHash3). */
function scattered(seed: number): number {
  let bits = seed | 0;
  bits = Math.imul(bits ^ (bits >>> 16), 0x85ebca6b);
  bits = Math.imul(bits ^ (bits >>> 13), 0xc2b2ae35);
  return bits ^ (bits >>> 16);
}
