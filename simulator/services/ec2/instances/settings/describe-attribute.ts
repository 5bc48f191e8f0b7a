import type { DescribeInstanceAttributeRequest, InstanceAttribute } from "@aws-sdk/client-ec2";
import { type Operation, ServiceFault } from "../../../operation.ts";
import type { InstanceRecord } from "../../state.ts";
import { instanceOf } from "../lookup.ts";

const ATTRIBUTES: Readonly<Record<string, (instance: InstanceRecord) => InstanceAttribute>> = {
  instanceType: ({ instanceType }) => ({ InstanceType: { Value: instanceType } }),
  userData: ({ settings: { userData } }) => ({ UserData: userData === null ? {} : { Value: userData } }),
  disableApiTermination: ({ settings }) => ({
    DisableApiTermination: { Value: settings.terminationProtected },
  }),
  disableApiStop: ({ settings }) => ({ DisableApiStop: { Value: settings.stopProtected } }),
  instanceInitiatedShutdownBehavior: ({ settings }) => ({
    InstanceInitiatedShutdownBehavior: { Value: settings.onShutdown },
  }),
  groupSet: ({ securityGroupIds }) => ({ Groups: securityGroupIds.map((GroupId) => ({ GroupId })) }),
  sourceDestCheck: ({ settings }) => ({ SourceDestCheck: { Value: settings.sourceDestCheck } }),
  ebsOptimized: ({ settings }) => ({ EbsOptimized: { Value: settings.ebsOptimized } }),
  rootDeviceName: () => ({ RootDeviceName: { Value: "/dev/xvda" } }),
};

/** One attribute of one server: user data and protection are told nowhere else (aws-facts 8.8). */
export const describeInstanceAttribute: Operation<DescribeInstanceAttributeRequest, InstanceAttribute> = {
  kind: "read",
  accepts: ["InstanceId", "Attribute"],
  handle: ({ InstanceId, Attribute: name = "" }, { state }) => {
    const instance = instanceOf(state, InstanceId);
    const read = Object.hasOwn(ATTRIBUTES, name) ? ATTRIBUTES[name] : undefined;
    if (read) return { InstanceId: instance.id, ...read(instance) };
    const known = Object.keys(ATTRIBUTES).join(", ");
    throw new ServiceFault(
      "InvalidParameterValue",
      `Value (${name}) for parameter attribute is invalid. Known here: ${known}.`,
    );
  },
};
