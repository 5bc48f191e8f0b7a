import type { LifecycleHookSpecification, PutLifecycleHookType } from "@aws-sdk/client-auto-scaling";
import { ServiceFault } from "../../operation.ts";
import { invalid } from "../groups/find.ts";
import type { LifecycleHookRecord } from "../state.ts";
import type { Transition } from "./hooks.ts";

const TRANSITIONS = ["autoscaling:EC2_INSTANCE_LAUNCHING", "autoscaling:EC2_INSTANCE_TERMINATING"] as const;
const DEFAULT_HEARTBEAT_SECONDS = 3600;
/** aws-facts 2: hooks of one group. */
const MOST_HOOKS = 50;

/** Sets a hook; parameters that are left out keep the value of the hook of the same name, or take the default. */
export function putHook(
  hooks: Map<string, LifecycleHookRecord>,
  given: LifecycleHookSpecification | PutLifecycleHookType,
): void {
  const name = given.LifecycleHookName ?? "";
  const before = hooks.get(name);
  if (!before && hooks.size >= MOST_HOOKS) {
    throw new ServiceFault("LimitExceeded", `A group can have at most ${MOST_HOOKS} lifecycle hooks.`);
  }
  hooks.set(name, {
    name,
    transition: transitionOf(given.LifecycleTransition ?? before?.transition),
    heartbeatSeconds: heartbeatOf(given.HeartbeatTimeout ?? before?.heartbeatSeconds),
    defaultResult: resultOf(given.DefaultResult ?? before?.defaultResult ?? "ABANDON"),
    ...notificationOf(given, before),
  });
}

type Notification = Pick<LifecycleHookRecord, "notificationMetadata" | "notificationTargetArn" | "roleArn">;

const notificationOf = (
  given: LifecycleHookSpecification | PutLifecycleHookType,
  before: Notification | undefined,
): Notification => ({
  notificationMetadata: given.NotificationMetadata ?? before?.notificationMetadata ?? null,
  notificationTargetArn: given.NotificationTargetARN ?? before?.notificationTargetArn ?? null,
  roleArn: given.RoleARN ?? before?.roleArn ?? null,
});

/** CONTINUE or ABANDON, and nothing else. */
export function resultOf(given: string | undefined): "CONTINUE" | "ABANDON" {
  if (given === "CONTINUE" || given === "ABANDON") return given;
  throw invalid(`Lifecycle action result '${given}' is neither CONTINUE nor ABANDON.`);
}

function transitionOf(given: string | undefined): Transition {
  const transition = TRANSITIONS.find((each) => each === given);
  if (!transition) throw invalid(`Lifecycle transition '${given}' is not one of ${TRANSITIONS.join(", ")}.`);
  return transition;
}

// aws-facts 1.3: 30 to 7,200 seconds, an hour by default.
function heartbeatOf(given: number | undefined): number {
  const seconds = given ?? DEFAULT_HEARTBEAT_SECONDS;
  if (seconds < 30 || seconds > 7200) throw invalid("HeartbeatTimeout must be from 30 to 7200 seconds.");
  return seconds;
}
