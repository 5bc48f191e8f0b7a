import { TerminateInstanceInAutoScalingGroupCommand } from "@aws-sdk/client-auto-scaling";
import {
  setZoneCapacity,
  setZoneDisruption,
  terminateInstances,
} from "../../simulator/services/ec2/instances/launch.ts";
import type { RecycleRecord } from "../../src/domain/run/recycle.ts";
import type { RetirementRecord } from "../../src/domain/run/retirement.ts";
import type { RolloutRecord } from "../../src/domain/run/rollout.ts";
import { interfered } from "../checkers/interference.ts";
import { addControlPlane } from "../processes/control-planes.ts";
import type { Bus } from "./bus.ts";
import { heldLeases, openRecycles, openRetirements, openRollouts, standingVerdict } from "./ledger-view.ts";
import { ageSeconds, quiescenceSeconds } from "./quiescence-bound.ts";
import { isScan, SCAN_SECONDS } from "./scans.ts";
import type { ChaosWorld } from "./world.ts";

/** Ends all faults: zones have capacity, dead letters are handed over, a control plane is alive. */
export function endFaults(chaos: ChaosWorld, bus: Bus): void {
  chaos.note("faultsEnded");
  chaos.faultsEnded = true;
  const { world } = chaos.simulator;
  for (const { zone } of world.state.subnets.values()) {
    setZoneCapacity(world, zone, true);
    setZoneDisruption(world, zone, false);
  }
  bus.redrive();
  if (chaos.controlPlanes.length === 0) addControlPlane(chaos);
}

/** The run counts as quiescent when nothing has run for as long as two sweeps are apart. */
const QUIET_MS = 660_000;
/** By then two scans were due, whatever became of them. */
const LONGEST_QUIET_MS = 3000_000;
const POLL_MS = 30_000;
/** For so long, at the end of the time that a run has to get quiet, no scan is waited for where each server ages by itself. */
const LAST_MS = 7_200_000;

/** Waits for quiescence, and has the world judged then. A run that reaches it too late violates it. */
export async function untilQuiescent(chaos: ChaosWorld, bus: Bus): Promise<void> {
  const { clock, judge } = chaos;
  const seconds = quiescenceSeconds(chaos.plan);
  const until = clock.now() + seconds * 1000;
  let quietSince: number | undefined;
  for (;;) {
    await clock.sleep(POLL_MS);
    replaceSick(chaos);
    bus.redrive();
    const why = whatRuns(chaos, bus);
    if (why === undefined) quietSince ??= clock.now();
    else quietSince = undefined;
    if (quietSince !== undefined && isQuiet(quietSince, chaos, until)) return judge.quiescent();
    if (clock.now() > until)
      return judge.report("quiescence", `not quiescent ${seconds} s after the last fault: ${why}`);
  }
}

/** What falls due later moves the fleet once more. Where something scans, that has looked at what is there by then, twice; and servers were once too old. */
function isQuiet(since: number, { clock, plan, input, faultyFrom }: ChaosWorld, until: number): boolean {
  const { fleet, scans } = plan;
  const due = faultyFrom + (fleet.due?.at(-1)?.afterSeconds ?? 0) * 1000;
  if (clock.now() - Math.max(since, due) < QUIET_MS) return false;
  if (scans === undefined) return true;
  const age = fleet.age === undefined ? 0 : ageSeconds(plan) + 2 * SCAN_SECONDS;
  if (clock.now() < faultyFrom + age * 1000) return false;
  // Where servers grow old all the time it is not quiet for as long; where each is replaced by itself, each scan may begin the next.
  const isOneByOne = fleet.recycle !== undefined && clock.now() > until - LAST_MS;
  const scanned = age === 0 ? 2 : isOneByOne ? 0 : 1;
  return clock.now() - since >= LONGEST_QUIET_MS || input.scans.wholeSince(since).length >= scanned;
}

const SICK_MS = 120_000;

/** Acts as the team that watches the account: it takes out failing servers where their group does not. */
function replaceSick({ simulator: { world }, operator, note }: ChaosWorld): void {
  const since = world.now() - SICK_MS;
  const isLost = (id: string): boolean => {
    const server = world.state.instances.get(id);
    return (
      server === undefined || server.state !== "running" || (server.sickAt !== null && server.sickAt < since)
    );
  };
  const sick = [...world.state.instances.values()].filter(
    ({ id, state }) => state === "running" && isLost(id),
  );
  const ids = sick.map(({ id }) => id);
  terminateInstances(world, ids, "Client.UserInitiatedShutdown: it fails its checks");
  // A group that may not replace what is unhealthy keeps the dead for ever (aws-facts 1.2).
  for (const { suspended, instances } of world.state.groups.values()) {
    if (!suspended.has("ReplaceUnhealthy") && !suspended.has("HealthCheck")) continue;
    for (const { id, lifecycleState } of instances.values()) {
      if (lifecycleState !== "InService" || !isLost(id)) continue;
      const InstanceId = id;
      const ShouldDecrementDesiredCapacity = false;
      const command = { InstanceId, ShouldDecrementDesiredCapacity };
      operator.autoScaling
        .send(new TerminateInstanceInAutoScalingGroupCommand(command))
        .catch((error: unknown) => note(`nobody could take ${id} out: ${String(error)}`));
    }
  }
}

/** A rollout from which somebody took what it needs waits for a person, and says so over and over. */
function isWaitingForSomebody(chaos: ChaosWorld, { phase, waiting, blue }: RolloutRecord): boolean {
  const { input, clock, interferes } = chaos;
  if (phase !== "RollBack" || waiting === null || waiting.until <= clock.now() - POLL_MS) return false;
  if (!isLaunchable(chaos, blue)) interferes("stuck", String(blue));
  return interfered(input, "stuck");
}

/** Whether a generation's image and template version exist, and nobody forbids it: only then can it have servers again. */
function isLaunchable({ view, simulator }: ChaosWorld, number: number | null): boolean {
  const generation = number === null ? undefined : view.generations.get(number);
  if (generation === undefined) return true;
  if (standingVerdict(generation.image, view) !== undefined) return false;
  const { images, launchTemplates } = simulator.world.state;
  const { id, version } = generation.template;
  return (
    images.get(generation.image)?.state === "available" &&
    launchTemplates.get(id)?.versions.has(version) === true
  );
}

/** Where a run is, and why: what it waits for, or else `why`. */
const whereItStands = (
  { id, phase, waiting }: Pick<RolloutRecord | RecycleRecord | RetirementRecord, "id" | "phase" | "waiting">,
  why = "working",
): string => `${id} stands in ${phase}: ${waiting?.reason ?? why}`;

function whatRuns(chaos: ChaosWorld, bus: Bus): string | undefined {
  const { controlPlanes, view } = chaos;
  const running = controlPlanes.flatMap(({ engine }) => engine.running()).filter((each) => !isScan(each));
  const [open] = openRollouts(view);
  if (open && isWaitingForSomebody(chaos, open)) return undefined;
  if (open) return whereItStands(open, open.failure?.reason);
  const [recycle] = openRecycles(view);
  if (recycle) return whereItStands(recycle);
  if (running.length > 0) return `${running.join(", ")} runs`;
  if (bus.pending() > 0) return `${bus.pending()} events are on their way`;
  const [retiring] = openRetirements(view);
  if (retiring) return whereItStands(retiring);
  const [lease] = heldLeases(view);
  return lease && `${lease.owner} holds the ${lease.sort}`;
}
