import type { DescribeInstancesRequest, DescribeInstancesResult } from "@aws-sdk/client-ec2";
import type { WorldState } from "../../../world/state.ts";
import { type Operation, ServiceFault } from "../../operation.ts";
import { compileFilters, type Filterable } from "../filters.ts";
import type { InstanceRecord } from "../state.ts";
import { reservations, STATE_CODES } from "./answer/instance-answer.ts";
import { instancesOf } from "./lookup.ts";
import { scanPage } from "./scan.ts";
import { wholeSecond } from "./answer/whole-second.ts";

/** How instances are filtered, in DescribeInstances and in DescribeInstanceStatus. */
export const FILTERABLE_INSTANCE: Filterable<InstanceRecord> = {
  tagsOf: (instance) => instance.tags,
  fields: {
    architecture: (instance) => [instance.architecture],
    "availability-zone": (instance) => [instance.zone],
    "client-token": ({ clientToken }) => (clientToken === undefined ? [] : [clientToken]),
    "iam-instance-profile.arn": ({ profile }) => (profile ? [profile.arn] : []),
    "image-id": (instance) => [instance.imageId],
    "instance-id": (instance) => [instance.id],
    "instance-state-code": (instance) => [String(STATE_CODES[instance.state])],
    "instance-state-name": (instance) => [instance.state],
    "instance-type": (instance) => [instance.instanceType],
    "instance.group-id": (instance) => instance.securityGroupIds,
    "key-name": ({ settings }) => (settings.keyName === null ? [] : [settings.keyName]),
    "launch-time": (instance) => [wholeSecond(instance.launchedAt).toISOString()],
    "metadata-options.http-endpoint": ({ settings }) => [settings.metadata.value.endpoint],
    "metadata-options.http-put-response-hop-limit": ({ settings }) => [
      String(settings.metadata.value.hopLimit),
    ],
    "metadata-options.http-tokens": ({ settings }) => [settings.metadata.value.tokens],
    "metadata-options.instance-metadata-tags": ({ settings }) => [settings.metadata.value.tags],
    "private-ip-address": (instance) => (instance.state === "terminated" ? [] : [instance.privateIp]),
    "reservation-id": ({ reservationId }) => (reservationId === undefined ? [] : [reservationId]),
    "subnet-id": (instance) => [instance.subnetId],
    "root-device-type": () => ["ebs"],
    tenancy: () => ["default"],
  },
};

/** The same, with what an instance is only known to be in by its subnet. */
const filterableIn = ({ subnets }: WorldState): Filterable<InstanceRecord> => ({
  ...FILTERABLE_INSTANCE,
  fields: {
    ...FILTERABLE_INSTANCE.fields,
    "vpc-id": ({ subnetId }) => [subnets.get(subnetId)?.vpcId ?? ""],
  },
});

/** What a call by tag was seen to take (aws-facts 4). */
const BY_TAG_SECONDS = 6.5;

/**
 * At most 1,000 ids per call, and MaxResults only without ids (EC2/DescribeInstances). Terminated instances stay
 * visible for about an hour (aws-facts 1.6). In no order that anybody may count on (aws-facts 8.8).
 */
export const describeInstances: Operation<DescribeInstancesRequest, DescribeInstancesResult> = {
  kind: "read",
  accepts: ["InstanceIds", "Filters", "MaxResults", "NextToken"],
  extraSeconds: ({ Filters = [] }) =>
    Filters.some(({ Name = "" }) => Name === "tag-key" || Name.startsWith("tag:")) ? BY_TAG_SECONDS : 0,
  handle: (input, context) => {
    const asked = instancesAskedFor(context.state, input, 1000);
    refuseDisrupted(context.state, input.InstanceIds?.length ? asked : undefined);
    const matching = asked.filter(compileFilters(input.Filters, filterableIn(context.state)));
    if (input.InstanceIds?.length) return { Reservations: reservations(matching, context) };
    const { page, nextToken } = scanPage(matching, input, context);
    return { Reservations: reservations(page, context), NextToken: nextToken };
  },
};

// In a zone's disruption only a call that names ids of other zones works, filters or not (EC2/DescribeInstances). AWS
// gives no code: one for a service that is not available now is an assumption.
function refuseDisrupted(state: WorldState, named: readonly InstanceRecord[] | undefined): void {
  const disrupted = new Set<string>();
  for (const { id, disrupted: is } of state.subnets.values()) if (is) disrupted.add(id);
  if (disrupted.size === 0 || named?.every(({ subnetId }) => !disrupted.has(subnetId))) return;
  throw new ServiceFault("Unavailable", "The server is overloaded and can't handle the request.", 503);
}

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
