import type {
  StartInstancesRequest,
  StartInstancesResult,
  StopInstancesRequest,
  StopInstancesResult,
} from "@aws-sdk/client-ec2";
import type { World } from "../../../world/world.ts";
import { type Operation, ServiceFault } from "../../operation.ts";
import type { InstanceRecord, InstanceState } from "../state.ts";
import { restart, stop } from "./instance-life.ts";
import { launchFailure } from "./launch-checks.ts";
import { instancesOf } from "./lookup.ts";
import { changedStates, refuseProtected } from "./state-changes.ts";

/** Force and SkipOsShutdown are taken and change nothing: there is no operating system. All are stopped, or none. */
export const stopInstances: Operation<StopInstancesRequest, StopInstancesResult> = {
  kind: "write",
  accepts: ["InstanceIds", "Force", "SkipOsShutdown"],
  handle: ({ InstanceIds = [] }, { world }) => {
    const instances = instancesOf(world.state, InstanceIds);
    requireState(instances, ["running", "stopping", "stopped"], "stopped");
    const held = instances.filter(({ settings }) => settings.stopProtected);
    refuseProtected(held, "stopped", "disableApiStop");
    const end = (): void => instances.forEach((instance) => stop(world, instance));
    return { StoppingInstances: changedStates(instances, end) };
  },
};

/** Starts servers that were stopped: LaunchTime moves, the network interface stays (aws-facts 8.8, 10). */
export const startInstances: Operation<StartInstancesRequest, StartInstancesResult> = {
  kind: "write",
  accepts: ["InstanceIds"],
  handle: ({ InstanceIds = [] }, { world }) => {
    const instances = instancesOf(world.state, InstanceIds);
    requireState(instances, ["pending", "running", "stopped"], "started");
    requireCapacity(world, instances);
    const begin = (): void => instances.forEach((instance) => restart(world, instance));
    return { StartingInstances: changedStates(instances, begin) };
  },
};

function requireState(
  instances: readonly InstanceRecord[],
  states: readonly InstanceState[],
  to: string,
): void {
  const wrong = instances.find(({ state }) => !states.includes(state));
  if (wrong === undefined) return;
  throw new ServiceFault(
    "IncorrectInstanceState",
    `The instance '${wrong.id}' is not in a state from which it can be ${to}.`,
  );
}

// A stopped server holds no capacity: its zone may have none when it is to start again.
function requireCapacity({ state }: World, instances: readonly InstanceRecord[]): void {
  const stopped = instances.filter((instance) => instance.state === "stopped");
  const without = stopped.find(({ subnetId }) => state.subnets.get(subnetId)?.outOfCapacity);
  if (without) throw launchFailure("InsufficientInstanceCapacity", without.zone);
}
