import type {
  DescribeInstanceInformationRequest,
  DescribeInstanceInformationResult,
  InstanceInformation,
} from "@aws-sdk/client-ssm";
import type { WorldState } from "../../world/state.ts";
import type { InstanceRecord } from "../ec2/state.ts";
import { type Operation, paginate, ServiceFault } from "../operation.ts";
import { pageSize } from "./validation.ts";

const ONLINE = "Online";
const AGENT = "3.3.0.0";
const USUAL_PAGE = 10;
/** What all nodes here have alike, by the filter's key. */
const ALIKE: Readonly<Record<string, string>> = {
  AgentVersion: AGENT,
  PingStatus: ONLINE,
  PlatformType: "Linux",
  ResourceType: "EC2Instance",
};

/** True once the server's agent has registered: it runs and has booted. */
export const isManaged = (instance: InstanceRecord, now: number): boolean =>
  instance.state === "running" && (registersAt(instance) ?? Infinity) <= now;

/**
 * True of a server that a command may be sent to: it runs, and its agent has registered, now or before it was last
 * started or got another root volume (aws-facts 9.4). That the agent answers is another matter.
 */
export const isRegistered = (instance: InstanceRecord, now: number): boolean => {
  const { state, attachedAt, launchedAt, rootVolume } = instance;
  const wasBefore = launchedAt > attachedAt || rootVolume.attachedAt > attachedAt;
  return (state === "running" && wasBefore) || isManaged(instance, now);
};

/** When the agent registers, milliseconds since 1970; null: the server has no time to boot by yet. */
export const registersAt = ({
  bootedAt,
  script,
}: Pick<InstanceRecord, "bootedAt" | "script">): number | null =>
  bootedAt === null ? null : bootedAt + script.agentSeconds * 1000;

/**
 * Managed instances only: 5 to 50 per page, 10 unless asked (aws-facts 1.5, 9.4). Tag filters cannot be combined with
 * others (SSM/DescribeInstanceInformation); an id that is no server's is `InvalidInstanceId`.
 */
export const describeInstanceInformation: Operation<
  DescribeInstanceInformationRequest,
  DescribeInstanceInformationResult
> = {
  kind: "read",
  accepts: ["Filters", "InstanceInformationFilterList", "MaxResults", "NextToken"],
  handle: (input, { state, now }) => {
    const asked = [
      ...(input.Filters ?? []).map(({ Key: key = "", Values: values = [] }) => ({ key, values })),
      ...(input.InstanceInformationFilterList ?? []).map(({ key = "", valueSet: values = [] }) => ({
        key: String(key),
        values,
      })),
    ];
    checkFilters(state, asked);
    const tests = asked.map(filter);
    const found = [...state.instances.values()].filter(
      (instance) => isManaged(instance, now) && tests.every((test) => test(instance)),
    );
    const size = pageSize(input.MaxResults ?? USUAL_PAGE, { least: 5, most: 50 });
    const { page, nextToken } = paginate(found, size, input.NextToken);
    return { InstanceInformationList: page.map((each) => information(each, now)), NextToken: nextToken };
  },
};

interface NodeFilter {
  readonly key: string;
  readonly values: readonly string[];
}

function checkFilters(state: WorldState, filters: readonly NodeFilter[]): void {
  const ofTags = filters.filter(({ key }) => key.startsWith("tag"));
  if (ofTags.length > 0 && ofTags.length < filters.length) {
    throw new ServiceFault(
      "InvalidInstanceInformationFilterValue",
      "Tag filters can't be combined with other filter types.",
    );
  }
  const ids = filters.flatMap(({ key, values }) => (key === "InstanceIds" ? values : []));
  const unknown = ids.find((id) => !state.instances.has(id));
  if (unknown === undefined) return;
  throw new ServiceFault("InvalidInstanceId", `The managed node ID '${unknown}' is not valid.`);
}

function filter({ key, values }: NodeFilter): (instance: InstanceRecord) => boolean {
  const wanted = new Set(values);
  const always = ALIKE[key];
  if (always !== undefined) return () => wanted.has(always);
  if (key === "InstanceIds") return ({ id }) => wanted.has(id);
  if (key === "tag-key") return ({ tags }) => tags.some((tag) => wanted.has(tag.key));
  if (key.startsWith("tag:")) {
    const name = key.slice("tag:".length);
    return ({ tags }) => tags.some((tag) => tag.key === name && wanted.has(tag.value));
  }
  throw new ServiceFault("InvalidFilterKey", `The filter key '${key}' is not valid.`);
}

const information = (instance: InstanceRecord, now: number): InstanceInformation => ({
  InstanceId: instance.id,
  PingStatus: ONLINE,
  LastPingDateTime: new Date(now),
  AgentVersion: AGENT,
  IsLatestVersion: true,
  PlatformType: "Linux",
  PlatformName: "Amazon Linux",
  PlatformVersion: "2023",
  ResourceType: "EC2Instance",
  IPAddress: instance.privateIp,
  ComputerName: `ip-${instance.privateIp.replaceAll(".", "-")}.ec2.internal`,
});
