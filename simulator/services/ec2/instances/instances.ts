import type {
  DescribeInstancesRequest,
  DescribeInstancesResult,
  Instance,
  Reservation,
} from "@aws-sdk/client-ec2";
import type { WorldState } from "../../../world/state.ts";
import type { World } from "../../../world/world.ts";
import { type Operation, ServiceFault } from "../../operation.ts";
import { compileFilters, type Filterable } from "../filters.ts";
import { page } from "../pages.ts";
import type { InstanceRecord, InstanceState } from "../state.ts";
import { apiTags } from "../tags/tag-rules.ts";

const STATE_CODES: Readonly<Record<InstanceState, number>> = {
  pending: 0,
  running: 16,
  "shutting-down": 32,
  terminated: 48,
  stopping: 64,
  stopped: 80,
};

/** How instances are filtered, in DescribeInstances and in DescribeInstanceStatus. */
export const FILTERABLE_INSTANCE: Filterable<InstanceRecord> = {
  tagsOf: (instance) => instance.tags,
  fields: {
    architecture: (instance) => [instance.architecture],
    "availability-zone": (instance) => [instance.zone],
    "image-id": (instance) => [instance.imageId],
    "instance-id": (instance) => [instance.id],
    "instance-state-code": (instance) => [String(STATE_CODES[instance.state])],
    "instance-state-name": (instance) => [instance.state],
    "instance-type": (instance) => [instance.instanceType],
    "instance.group-id": (instance) => instance.securityGroupIds,
    "private-ip-address": (instance) => (instance.state === "terminated" ? [] : [instance.privateIp]),
    "subnet-id": (instance) => [instance.subnetId],
  },
};

/**
 * At most 1,000 ids per call, and MaxResults only without ids (EC2/DescribeInstances). Terminated instances stay
 * visible for about an hour (aws-facts 1.6).
 */
export const describeInstances: Operation<DescribeInstancesRequest, DescribeInstancesResult> = {
  kind: "read",
  accepts: ["InstanceIds", "Filters", "MaxResults", "NextToken"],
  handle: (input, { state, world }) => {
    const found = instancesAskedFor(state, input, 1000);
    const matches = compileFilters(input.Filters, FILTERABLE_INSTANCE);
    const { page: shown, nextToken } = page(found.filter(matches), input, { smallest: 5, largest: 1000 });
    return { Reservations: reservations(shown, world, state), NextToken: nextToken };
  },
};

/** The instances named by id, or all. An unknown id fails the whole call, as does asking for pages of named ids. */
export function instancesAskedFor(
  state: WorldState,
  input: Pick<DescribeInstancesRequest, "InstanceIds" | "MaxResults">,
  mostIds: number,
): InstanceRecord[] {
  const ids = input.InstanceIds ?? [];
  if (ids.length === 0) return [...state.instances.values()];
  if (input.MaxResults !== undefined) {
    throw new ServiceFault(
      "InvalidParameterCombination",
      "The parameter instancesSet cannot be used with the parameter maxResults",
    );
  }
  if (ids.length > mostIds) {
    throw new ServiceFault(
      "InvalidParameterValue",
      `At most ${mostIds} instance IDs may be given in one call.`,
    );
  }
  return instancesOf(state, ids);
}

/** Instances by id, each once. Throws one `InvalidInstanceID.NotFound` that names every unknown id. */
export function instancesOf(state: WorldState, ids: readonly string[]): InstanceRecord[] {
  const found = [...new Set(ids)].map((id) => state.instances.get(id) ?? unknownId(id));
  const unknown = found.filter((each) => typeof each === "string");
  if (unknown.length > 0) {
    const [plural, verb] = unknown.length > 1 ? ["s", "do"] : ["", "does"];
    throw new ServiceFault(
      "InvalidInstanceID.NotFound",
      `The instance ID${plural} '${unknown.join(", ")}' ${verb} not exist`,
    );
  }
  return found.filter((each) => typeof each !== "string");
}

/** One instance by id; throws as `instancesOf`. */
export function instanceOf(state: WorldState, id: string | undefined): InstanceRecord {
  const [instance] = instancesOf(state, [id ?? ""]);
  return instance as InstanceRecord;
}

/** A state as the API shows it: its name and its documented code. */
export const apiState = (state: InstanceState) => ({ Code: STATE_CODES[state], Name: state });

/** Instances as the API shows them, grouped by the call that launched them. */
export function reservations(
  instances: readonly InstanceRecord[],
  world: World,
  state: WorldState,
): Reservation[] {
  const byReservation = Map.groupBy(instances, (instance) => instance.reservationId ?? instance.id);
  return [...byReservation].map(([ReservationId, members]) => ({
    ReservationId,
    OwnerId: world.account,
    Instances: members.map((instance) => apiInstance(instance, state)),
  }));
}

function unknownId(id: string): string {
  if (/^i-[0-9a-f]{8,17}$/.test(id)) return id;
  throw new ServiceFault("InvalidInstanceID.Malformed", `Invalid id: "${id}"`);
}

function apiInstance(instance: InstanceRecord, state: WorldState): Instance {
  const groups = instance.securityGroupIds.map((id) => ({
    GroupId: id,
    GroupName: state.securityGroups.get(id)?.name,
  }));
  return {
    InstanceId: instance.id,
    ImageId: instance.imageId,
    InstanceType: instance.instanceType as NonNullable<Instance["InstanceType"]>,
    Architecture: instance.architecture,
    LaunchTime: new Date(instance.launchedAt),
    State: apiState(instance.state),
    ...stateReason(instance),
    ...(instance.clientToken !== undefined && { ClientToken: instance.clientToken }),
    Placement: { AvailabilityZone: instance.zone, Tenancy: "default" },
    Monitoring: { State: "disabled" },
    RootDeviceType: "ebs",
    RootDeviceName: "/dev/xvda",
    VirtualizationType: "hvm",
    ...(instance.state !== "terminated" && address(instance, groups, state)),
    Tags: apiTags(instance.tags),
  };
}

// A terminated instance has lost its network interface.
const address = (
  instance: InstanceRecord,
  groups: NonNullable<Instance["SecurityGroups"]>,
  state: WorldState,
): Partial<Instance> => ({
  PrivateIpAddress: instance.privateIp,
  PrivateDnsName: `ip-${instance.privateIp.replaceAll(".", "-")}.ec2.internal`,
  SubnetId: instance.subnetId,
  VpcId: state.subnets.get(instance.subnetId)?.vpcId,
  SecurityGroups: groups,
});

function stateReason({ stateReason }: InstanceRecord): Partial<Instance> {
  if (stateReason === null) return {};
  const [code = stateReason] = stateReason.split(": ", 1);
  return { StateReason: { Code: code, Message: stateReason }, StateTransitionReason: stateReason };
}
