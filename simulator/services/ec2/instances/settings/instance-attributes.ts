import type { ModifyInstanceAttributeRequest } from "@aws-sdk/client-ec2";
import type { World } from "../../../../world/world.ts";
import { type Operation, ServiceFault } from "../../../operation.ts";
import type { ServerSettings } from "../../server-state.ts";
import type { InstanceRecord } from "../../state.ts";
import { requireState } from "../instance-checks.ts";
import { instanceTypeFor, securityGroupsNamed } from "../launch-checks.ts";
import { instanceOf } from "../lookup.ts";

type Input = ModifyInstanceAttributeRequest;

/** One attribute of a server: what a request gives for it, and what it changes. */
interface Attribute {
  /** True: it can change only while the server is stopped (aws-facts 8.8). */
  readonly whenStopped?: boolean;
  /** Undefined: the request does not give it. */
  given(input: Input): unknown;
  change(instance: InstanceRecord, input: Input, world: World): void;
}

const set = (instance: InstanceRecord, changed: Partial<ServerSettings>): void => {
  instance.settings = { ...instance.settings, ...changed };
};

// By the attribute's name in Attribute, with which Value goes.
const ATTRIBUTES: Readonly<Record<string, Attribute>> = {
  groupSet: {
    given: ({ Groups }) => Groups,
    change: (instance, { Groups = [] }, world) => {
      const vpcId = world.state.subnets.get(instance.subnetId)?.vpcId ?? "";
      instance.securityGroupIds = securityGroupsNamed(world, Groups, vpcId);
    },
  },
  sourceDestCheck: {
    given: ({ SourceDestCheck }) => SourceDestCheck?.Value,
    change: (instance, { SourceDestCheck }) =>
      set(instance, { sourceDestCheck: SourceDestCheck?.Value === true }),
  },
  disableApiTermination: {
    given: (input) => input.DisableApiTermination?.Value ?? valueOf(input, "disableApiTermination"),
    change: (instance, input) =>
      set(instance, {
        terminationProtected: String(input.DisableApiTermination?.Value ?? input.Value) === "true",
      }),
  },
  disableApiStop: {
    given: ({ DisableApiStop }) => DisableApiStop?.Value,
    change: (instance, { DisableApiStop }) =>
      set(instance, { stopProtected: DisableApiStop?.Value === true }),
  },
  instanceInitiatedShutdownBehavior: {
    given: (input) =>
      input.InstanceInitiatedShutdownBehavior?.Value ?? valueOf(input, "instanceInitiatedShutdownBehavior"),
    change: (instance, input) => {
      const onShutdown = input.InstanceInitiatedShutdownBehavior?.Value ?? input.Value;
      if (onShutdown !== "stop" && onShutdown !== "terminate") {
        throw invalid("instanceInitiatedShutdownBehavior", onShutdown);
      }
      set(instance, { onShutdown });
    },
  },
  instanceType: {
    whenStopped: true,
    given: ({ InstanceType }) => InstanceType?.Value,
    change: (instance, { InstanceType }) => {
      instance.instanceType = checkedType(InstanceType?.Value ?? "", instance);
    },
  },
  userData: {
    whenStopped: true,
    given: (input) => input.UserData?.Value ?? valueOf(input, "userData"),
    change: (instance, { UserData, Value }) =>
      set(instance, {
        userData: UserData?.Value ? Buffer.from(UserData.Value).toString("base64") : (Value ?? null),
      }),
  },
  ebsOptimized: {
    whenStopped: true,
    given: ({ EbsOptimized }) => EbsOptimized?.Value,
    change: (instance, { EbsOptimized }) => set(instance, { ebsOptimized: EbsOptimized?.Value === true }),
  },
};

/**
 * One attribute a call. Groups, source check, protection and shutdown behaviour change on a running server; type, user
 * data and EBS optimisation only on a stopped one (EC2/ModifyInstanceAttribute, aws-facts 8.8).
 */
export const modifyInstanceAttribute: Operation<Input, object> = {
  kind: "write",
  accepts: [
    ...(["InstanceId", "Attribute", "Value", "Groups", "SourceDestCheck", "EbsOptimized"] as const),
    ...(["DisableApiTermination", "DisableApiStop", "InstanceInitiatedShutdownBehavior"] as const),
    ...(["InstanceType", "UserData"] as const),
  ],
  handle: (input, { world }) => {
    const instance = instanceOf(world.state, input.InstanceId);
    const [name, attribute] = theOne(input);
    requireState(
      instance,
      attribute.whenStopped ? ["stopped"] : ["pending", "running", "stopping", "stopped"],
    );
    attribute.change(instance, input, world);
    world.happened("ec2", "instance-modified", instance.id, { attribute: name });
    return {};
  },
};

function theOne(input: Input): [name: string, attribute: Attribute] {
  const given = Object.entries(ATTRIBUTES).filter(([, attribute]) => attribute.given(input) !== undefined);
  const [first] = given;
  if (first !== undefined && given.length === 1) return first;
  const message =
    first === undefined
      ? "No attributes specified."
      : `Fields for multiple attribute types specified: ${given.map(([name]) => name).join(", ")}`;
  throw new ServiceFault("InvalidParameterCombination", message);
}

const valueOf = ({ Attribute: name, Value }: Input, attribute: string): string | undefined =>
  name === attribute ? Value : undefined;

function checkedType(type: string, instance: InstanceRecord): string {
  try {
    return instanceTypeFor(type, instance.architecture);
  } catch (error) {
    if (!(error instanceof ServiceFault)) throw error;
    throw new ServiceFault("InvalidInstanceAttributeValue", error.message);
  }
}

const invalid = (name: string, value: unknown): ServiceFault =>
  new ServiceFault("InvalidParameterValue", `Value (${String(value)}) for parameter ${name} is invalid.`);
