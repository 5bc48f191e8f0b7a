import type {
  DescribeInstanceInformationRequest,
  DescribeInstanceInformationResult,
  InstanceInformation,
} from "@aws-sdk/client-ssm";
import type { InstanceRecord } from "../ec2/state.ts";
import { type Operation, paginate, ServiceFault } from "../operation.ts";
import { pageSize } from "./validation.ts";

const ONLINE = "Online";

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

/** Managed instances only, 5 to 50 per page (aws-facts 1.5). */
export const describeInstanceInformation: Operation<
  DescribeInstanceInformationRequest,
  DescribeInstanceInformationResult
> = {
  kind: "read",
  accepts: ["Filters", "InstanceInformationFilterList", "MaxResults", "NextToken"],
  handle: (input, { state, now }) => {
    const tests = [
      ...(input.Filters ?? []).map(({ Key, Values }) => filter(Key ?? "", Values ?? [])),
      ...(input.InstanceInformationFilterList ?? []).map(({ key, valueSet }) =>
        filter(key ?? "", valueSet ?? []),
      ),
    ];
    const found = [...state.instances.values()].filter(
      (instance) => isManaged(instance, now) && tests.every((test) => test(instance)),
    );
    const size = pageSize(input.MaxResults, { least: 5, most: 50 });
    const { page, nextToken } = paginate(found, size, input.NextToken);
    return { InstanceInformationList: page.map((each) => information(each, now)), NextToken: nextToken };
  },
};

function filter(key: string, values: readonly string[]): (instance: InstanceRecord) => boolean {
  const wanted = new Set(values);
  if (key === "InstanceIds") return ({ id }) => wanted.has(id);
  if (key === "PingStatus") return () => wanted.has(ONLINE);
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
  AgentVersion: "3.3.0.0",
  IsLatestVersion: true,
  PlatformType: "Linux",
  PlatformName: "Amazon Linux",
  PlatformVersion: "2023",
  ResourceType: "EC2Instance",
  IPAddress: instance.privateIp,
  ComputerName: `ip-${instance.privateIp.replaceAll(".", "-")}.ec2.internal`,
});
