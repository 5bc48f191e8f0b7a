import { TerminateInstanceInAutoScalingGroupCommand } from "@aws-sdk/client-auto-scaling";
import { setZoneCapacity, terminateInstances } from "../../simulator/services/ec2/instances/launch.ts";
import type { RolloutRecord } from "../../src/domain/run/rollout.ts";
import { addPlane } from "../processes/control-planes.ts";
import type { Bus } from "./bus.ts";
import { openRollouts } from "./ledger-view.ts";
import { restSeconds } from "./quiescence-bound.ts";
import type { ChaosWorld } from "./world.ts";

/** From now on nothing goes wrong: zones have capacity, dead letters are handed over, a control plane lives. */
export function endFaults(chaos: ChaosWorld, bus: Bus): void {
  chaos.note("faultsEnded");
  chaos.faultsEnded = true;
  const { world } = chaos.simulator;
  for (const { zone } of world.state.subnets.values()) setZoneCapacity(world, zone, true);
  bus.redrive();
  if (chaos.planes.length === 0) addPlane(chaos);
}

/** Two sweeps long nothing may run before it counts as rest. */
const QUIET_MS = 660_000;
const POLL_MS = 30_000;

/** Waits until everything rests, and has that judged. Too late is a violation as well. */
export async function untilQuiescent(chaos: ChaosWorld, bus: Bus): Promise<void> {
  const { clock, judge } = chaos;
  const seconds = restSeconds(chaos.plan);
  const until = clock.now() + seconds * 1000;
  let quietSince: number | undefined;
  for (;;) {
    await clock.sleep(POLL_MS);
    replaceSick(chaos);
    bus.redrive();
    const why = whatRuns(chaos, bus);
    if (why === undefined) quietSince ??= clock.now();
    else quietSince = undefined;
    if (quietSince !== undefined && clock.now() - quietSince >= QUIET_MS) return judge.rest();
    if (clock.now() > until)
      return judge.report("rest", `not at rest ${seconds} s after the last fault: ${why}`);
  }
}

const SICK_MS = 120_000;

/** Who watches the account takes out servers that fail their checks or are gone, where their group does not. */
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
  const { input, clock, exempt } = chaos;
  if (phase !== "RollBack" || waiting === null || waiting.until <= clock.now() - POLL_MS) return false;
  if (!isLaunchable(chaos, blue)) exempt("stuck");
  return input.exempted.has("stuck");
}

/** Whether a generation's image and template version exist, and nobody forbids it: only then can it have servers again. */
function isLaunchable({ view, simulator }: ChaosWorld, number: number | null): boolean {
  const generation = number === null ? undefined : view.generations.get(number);
  if (generation === undefined) return true;
  const verdict = view.verdicts.get(generation.image);
  if (verdict !== undefined && verdict.lifted === null) return false;
  const { images, launchTemplates } = simulator.world.state;
  const { id, version } = generation.template;
  return (
    images.get(generation.image)?.state === "available" &&
    launchTemplates.get(id)?.versions.has(version) === true
  );
}

function whatRuns(chaos: ChaosWorld, bus: Bus): string | undefined {
  const { planes, view } = chaos;
  const running = planes.flatMap(({ engine }) => engine.running());
  const [open] = openRollouts(view);
  if (open && isWaitingForSomebody(chaos, open)) return undefined;
  if (open)
    return `${open.id} stands in ${open.phase}: ${open.waiting?.reason ?? open.failure?.reason ?? "working"}`;
  if (running.length > 0) return `${running.join(", ")} runs`;
  if (bus.pending() > 0) return `${bus.pending()} events are on their way`;
  if (view.waiting) return `a request of ${view.waiting.by} waits`;
  return view.lease?.owner ? `${view.lease.owner} holds the lease` : undefined;
}
