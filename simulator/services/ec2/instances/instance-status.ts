import type {
  DescribeInstanceStatusRequest,
  DescribeInstanceStatusResult,
  InstanceStatus,
  InstanceStatusEvent,
  InstanceStatusSummary,
} from "@aws-sdk/client-ec2";
import type { Operation } from "../../operation.ts";
import { compileFilters, type Filterable } from "../filters.ts";
import { page } from "../pages.ts";
import type { InstanceRecord, ScheduledEvent } from "../state.ts";
import { apiState } from "./answer/instance-answer.ts";
import { FILTERABLE_INSTANCE, instancesAskedFor } from "./instances.ts";

interface Seen {
  readonly instance: InstanceRecord;
  /** What both status checks say. */
  readonly status: "ok" | "initializing" | "not-applicable";
}

const { fields } = FILTERABLE_INSTANCE;

const FILTERABLE: Filterable<Seen> = {
  tagsOf: ({ instance }) => instance.tags,
  fields: {
    "availability-zone": ({ instance }) => [instance.zone],
    "event.code": ({ instance }) => (instance.scheduled ?? []).map(({ code }) => code),
    "event.instance-event-id": ({ instance }) => (instance.scheduled ?? []).map(({ id }) => id),
    "instance-state-code": ({ instance }) => fields["instance-state-code"]?.(instance) ?? [],
    "instance-state-name": ({ instance }) => [instance.state],
    "instance-status.status": ({ status }) => [status],
    "system-status.status": ({ status }) => [status],
  },
};

/**
 * Only running instances unless IncludeAllInstances; at most 100 ids (aws-facts 1.6). Both checks are `initializing`
 * until the operating system is up, then `ok`: a service that fails does not fail them.
 */
export const describeInstanceStatus: Operation<DescribeInstanceStatusRequest, DescribeInstanceStatusResult> =
  {
    kind: "read",
    accepts: ["InstanceIds", "IncludeAllInstances", "Filters", "MaxResults", "NextToken"],
    handle: (input, { state, now }) => {
      const asked = instancesAskedFor(state, input, 100);
      const inScope = asked.filter((each) => input.IncludeAllInstances === true || each.state === "running");
      const seen = inScope.map((instance): Seen => ({ instance, status: statusOf(instance, now) }));
      const matches = compileFilters(input.Filters, FILTERABLE);
      const { page: shown, nextToken } = page(seen.filter(matches), input, { smallest: 5, largest: 1000 });
      return { InstanceStatuses: shown.map(apiStatus), NextToken: nextToken };
    },
  };

function statusOf({ state, bootedAt }: InstanceRecord, now: number): Seen["status"] {
  if (state !== "running") return "not-applicable";
  return bootedAt !== null && bootedAt <= now ? "ok" : "initializing";
}

function apiStatus({ instance, status }: Seen): InstanceStatus {
  return {
    InstanceId: instance.id,
    AvailabilityZone: instance.zone,
    InstanceState: apiState(instance.state),
    InstanceStatus: summary(status),
    SystemStatus: summary(status),
    ...(instance.scheduled === undefined || instance.scheduled.length === 0
      ? {}
      : { Events: instance.scheduled.map(apiEvent) }),
  };
}

function summary(status: Seen["status"]): InstanceStatusSummary {
  if (status === "not-applicable") return { Status: status };
  return { Status: status, Details: [{ Name: "reachability", Status: status === "ok" ? "passed" : status }] };
}

const apiEvent = ({ id, code, notBefore, description }: ScheduledEvent): InstanceStatusEvent => ({
  InstanceEventId: id,
  Code: code,
  Description: description,
  NotBefore: new Date(notBefore),
});
