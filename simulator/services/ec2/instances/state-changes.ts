import type { InstanceStateChange } from "@aws-sdk/client-ec2";
import { ServiceFault } from "../../operation.ts";
import type { InstanceRecord } from "../state.ts";
import { apiState } from "./answer/instance-answer.ts";

/** Makes a change and tells the state of each server before and after it. */
export function changedStates(
  instances: readonly InstanceRecord[],
  change: () => void,
): InstanceStateChange[] {
  const before = instances.map((instance) => ({ instance, was: instance.state }));
  change();
  return before.map(({ instance, was }) => ({
    InstanceId: instance.id,
    PreviousState: apiState(was),
    CurrentState: apiState(instance.state),
  }));
}

/** Throws `OperationNotPermitted` that names the first of the servers that are protected, if there is one. */
export function refuseProtected(held: readonly InstanceRecord[], from: string, attribute: string): void {
  const [first] = held;
  if (first === undefined) return;
  throw new ServiceFault(
    "OperationNotPermitted",
    `The instance '${first.id}' may not be ${from}. Modify its '${attribute}' instance attribute and try again.`,
  );
}
