import {
  type AutoScalingClient,
  EnableMetricsCollectionCommand,
  PutNotificationConfigurationCommand,
  PutScalingPolicyCommand,
  PutScheduledUpdateGroupActionCommand,
  type PutScheduledUpdateGroupActionCommandInput,
  SuspendProcessesCommand,
} from "@aws-sdk/client-auto-scaling";
import type { FollowUp } from "../../domain/group/group-blueprint.ts";
import { translateError } from "../../errors/aws-codes.ts";
import { Rejected } from "../../errors/errors.ts";

/** Makes a new group complete, one call after the other; each replaces what is there, so doing it again does no harm. */
export async function applyFollowUps(
  client: AutoScalingClient,
  followUps: readonly FollowUp[],
): Promise<void> {
  for (const followUp of followUps) await apply(client, followUp);
}

async function apply(client: AutoScalingClient, { call, input }: FollowUp): Promise<void> {
  switch (call) {
    case "PutNotificationConfiguration":
      await client.send(new PutNotificationConfigurationCommand(input));
      return;
    case "EnableMetricsCollection":
      await client.send(new EnableMetricsCollectionCommand(input));
      return;
    case "SuspendProcesses":
      await client.send(new SuspendProcessesCommand(input));
      return;
    case "PutScalingPolicy":
      await client.send(new PutScalingPolicyCommand(input));
      return;
    case "PutScheduledUpdateGroupAction":
      await schedule(client, input);
      return;
  }
}

/**
 * A start in the past is refused (AS/PutScheduledUpdateGroupAction). A recurring action that began long ago goes on
 * without one; an action whose only time has come meanwhile is done and has nothing left to copy.
 */
async function schedule(
  client: AutoScalingClient,
  input: PutScheduledUpdateGroupActionCommandInput,
): Promise<void> {
  try {
    await client.send(new PutScheduledUpdateGroupActionCommand(input));
  } catch (error) {
    const { message } = translateError(error);
    if (!(translateError(error) instanceof Rejected && /in the past/i.test(message))) throw error;
    const { StartTime: _past, ...recurring } = input;
    if (input.Recurrence === undefined) return;
    await client.send(new PutScheduledUpdateGroupActionCommand(recurring));
  }
}
