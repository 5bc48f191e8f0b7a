import type {
  MonitorInstancesRequest,
  MonitorInstancesResult,
  MonitoringState,
  UnmonitorInstancesRequest,
  UnmonitorInstancesResult,
} from "@aws-sdk/client-ec2";
import type { World } from "../../../../world/world.ts";
import type { Operation } from "../../../operation.ts";
import type { InstanceRecord } from "../../state.ts";
import { requireState } from "../instance-checks.ts";
import { instancesOf } from "../lookup.ts";
import { isPending } from "./changing.ts";

/** Detailed monitoring on: `pending`, then `enabled` (EC2/Monitoring). */
export const monitorInstances: Operation<MonitorInstancesRequest, MonitorInstancesResult> = {
  kind: "write",
  accepts: ["InstanceIds"],
  handle: ({ InstanceIds }, { world }) => set(world, InstanceIds, true),
};

/** Detailed monitoring off: `disabling`, then `disabled`. */
export const unmonitorInstances: Operation<UnmonitorInstancesRequest, UnmonitorInstancesResult> = {
  kind: "write",
  accepts: ["InstanceIds"],
  handle: ({ InstanceIds }, { world }) => set(world, InstanceIds, false),
};

/** The state of a server's detailed monitoring. */
export function monitoringState(instance: InstanceRecord, now: number): MonitoringState {
  const { monitoring } = instance.settings;
  const pending = isPending(monitoring, instance, now);
  if (monitoring.value) return pending ? "pending" : "enabled";
  return pending ? "disabling" : "disabled";
}

function set(
  world: World,
  ids: readonly string[] | undefined,
  value: boolean,
): MonitorInstancesResult & UnmonitorInstancesResult {
  const instances = instancesOf(world.state, ids ?? []);
  for (const instance of instances) requireState(instance, ["pending", "running", "stopping", "stopped"]);
  for (const instance of instances) {
    if (instance.settings.monitoring.value === value) continue;
    instance.settings = { ...instance.settings, monitoring: { value, changedAt: world.now() } };
    world.happened("ec2", "instance-modified", instance.id, { attribute: "monitoring" });
  }
  return {
    InstanceMonitorings: instances.map((instance) => ({
      InstanceId: instance.id,
      Monitoring: { State: monitoringState(instance, world.now()) },
    })),
  };
}
