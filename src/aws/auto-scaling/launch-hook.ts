import {
  type AutoScalingClient,
  CompleteLifecycleActionCommand,
  DeleteLifecycleHookCommand,
  PutLifecycleHookCommand,
} from "@aws-sdk/client-auto-scaling";
import { translateError } from "../../errors/aws-codes.ts";
import { Rejected } from "../../errors/errors.ts";

interface LaunchHook {
  readonly name: string;
  /** 30 to 7,200 (aws-facts 1.3). */
  readonly heartbeatSeconds: number;
  /** What becomes of a server that nobody answers for: CONTINUE lets it serve, ABANDON ends it and launches another one. */
  readonly onSilence: "CONTINUE" | "ABANDON";
}

/**
 * Has the servers that a group launches from now on wait in Pending:Wait, before its load balancers see them, until each is
 * answered for or its heartbeat runs out. A hook of the same name is replaced.
 */
export async function putLaunchHook(
  client: AutoScalingClient,
  group: string,
  { name, heartbeatSeconds, onSilence }: LaunchHook,
): Promise<void> {
  await client.send(
    new PutLifecycleHookCommand({
      AutoScalingGroupName: group,
      LifecycleHookName: name,
      LifecycleTransition: "autoscaling:EC2_INSTANCE_LAUNCHING",
      HeartbeatTimeout: heartbeatSeconds,
      DefaultResult: onSilence,
    }),
  );
}

/**
 * Deletes a launch hook; one that is gone already is fine. Who still waits for it is ended and replaced, as by ABANDON
 * (AS/DeleteLifecycleHook): answer for them first.
 */
export async function deleteLaunchHook(
  client: AutoScalingClient,
  group: string,
  name: string,
): Promise<void> {
  const asked = { AutoScalingGroupName: group, LifecycleHookName: name };
  await unlessGone(client.send(new DeleteLifecycleHookCommand(asked)), /no lifecycle hook found/i);
}

/**
 * Answers for one server that waits for the hook: CONTINUE has it registered and put into service, ABANDON has it ended and
 * replaced. False: it does not wait any more.
 */
export async function answerLaunchHook(
  client: AutoScalingClient,
  group: string,
  { hook, id, result }: { hook: string; id: string; result: "CONTINUE" | "ABANDON" },
): Promise<boolean> {
  const asked = {
    AutoScalingGroupName: group,
    LifecycleHookName: hook,
    InstanceId: id,
    LifecycleActionResult: result,
  };
  return unlessGone(
    client.send(new CompleteLifecycleActionCommand(asked)),
    /no active lifecycle action found/i,
  );
}

// Auto Scaling says both in the words of a ValidationError. False: it said so.
async function unlessGone(sent: Promise<unknown>, words: RegExp): Promise<boolean> {
  try {
    await sent;
    return true;
  } catch (error) {
    const refused = translateError(error);
    if (refused instanceof Rejected && words.test(refused.message)) return false;
    throw error;
  }
}
