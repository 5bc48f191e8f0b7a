import { applyDesiredByAlarm } from "../../simulator/services/auto-scaling/groups/size.ts";
import { setZoneDisruption } from "../../simulator/services/ec2/instances/launch.ts";
import { createRandom, type Random } from "../../simulator/world/random.ts";
import type { ScansPlan } from "../draws/plan.ts";
import type { ChaosWorld } from "./world.ts";

/** EventBridge starts one so often (resources/scan-machine.yml). */
export const SCAN_SECONDS = 900;

const PREFIX = "scan-";
/** Whether an execution is one of the scan's machine. */
export const isScan = (execution: string): boolean => execution.startsWith(PREFIX);

/** The rule that starts scans: what it starts may be lost, doubled or late while faults last. */
export function openScans(chaos: ChaosWorld): void {
  const { scans } = chaos.plan;
  if (scans === undefined) return;
  const { world } = chaos.simulator;
  const random = createRandom(scans.seed);
  const tick = (): void => {
    for (const seconds of startsOf(scans, random, chaos)) world.after(seconds, () => startAll(chaos));
    world.after(SCAN_SECONDS, tick);
  };
  world.after(scans.firstSeconds, tick);
  if (scans.troubles.includes("zone-disrupted")) disruptZones(chaos, random);
  if (scans.troubles.includes("come-and-go")) comeAndGo(chaos, random);
}

/** In how many seconds one scan starts, once for each time that it does. */
function startsOf({ troubles }: ScansPlan, random: Random, { faultsEnded, count }: ChaosWorld): number[] {
  const suffers = (trouble: ScansPlan["troubles"][number]): boolean => {
    if (faultsEnded || !troubles.includes(trouble) || !random.chance(0.5)) return false;
    count(trouble);
    return true;
  };
  if (suffers("scan-lost")) return [];
  const late = suffers("scan-late") ? random.integer(60, 1200) : 0;
  return suffers("scan-doubled") ? [late, late + random.pick([0, 0, 3, 20])] : [late];
}

/** Each control plane is deployed with a rule of its own. */
function startAll({ controlPlanes, clock, note }: ChaosWorld): void {
  for (const { name, engine } of controlPlanes) {
    const execution = PREFIX + clock.now();
    const started = engine.startWith(execution, {}, "scan");
    // Two rules of one instant: each execution has a name of its own.
    if (started === "already-started") engine.startWith(`${execution}-2`, {}, "scan");
    note(`${name} is to scan`);
  }
}

const LONGEST_DISRUPTION = 1500;

/** A zone's service is disrupted now and then: servers cannot be described meanwhile. */
function disruptZones({ simulator: { world }, plan, count }: ChaosWorld, random: Random): void {
  for (let left = 3; left > 0; left -= 1) {
    const zone = random.pick([...world.state.subnets.values()]).zone;
    const begins = random.integer(1, plan.faultySeconds);
    const ends = Math.min(plan.faultySeconds, begins + random.integer(60, LONGEST_DISRUPTION));
    world.after(begins, () => {
      count("zone-disrupted");
      setZoneDisruption(world, zone, begins < ends);
    });
    world.after(ends, () => setZoneDisruption(world, zone, false));
  }
}

/** While a scan reads the servers, an autoscaler launches some and ends others. */
function comeAndGo(chaos: ChaosWorld, random: Random): void {
  const { world } = chaos.simulator;
  chaos.inject(({ task, medium }) => {
    if (task !== "scan" || medium !== "call" || !random.chance(0.3)) return undefined;
    const more = random.pick([-2, -1, 1, 2]);
    world.after(random.integer(0, 7), () => {
      const live = [...chaos.view.generations.values()].find(({ state }) => state === "live");
      const group = world.state.groups.get(live?.group ?? "");
      if (group === undefined || group.deleting || chaos.faultsEnded) return;
      chaos.count("come-and-go");
      chaos.interferes("size", group.name);
      applyDesiredByAlarm(world, group.name, Math.max(group.minSize, 1, group.desiredCapacity + more));
    });
    return undefined;
  });
}
