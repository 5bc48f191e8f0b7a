import {
  type AutoScalingClient,
  CreateOrUpdateTagsCommand,
  DeleteLifecycleHookCommand,
  DeletePolicyCommand,
  DeleteScheduledActionCommand,
  DeleteTagsCommand,
  EnableMetricsCollectionCommand,
  PutLifecycleHookCommand,
  PutNotificationConfigurationCommand,
  PutScalingPolicyCommand,
  PutScheduledUpdateGroupActionCommand,
  type PutScheduledUpdateGroupActionCommandInput,
  ResumeProcessesCommand,
  SuspendProcessesCommand,
  UpdateAutoScalingGroupCommand,
} from "@aws-sdk/client-auto-scaling";
import type { FollowUp, FollowUpInputs } from "../../domain/group/group-follow-ups.ts";
import { translateError } from "../../errors/aws-codes.ts";
import { AlreadyExists, Rejected } from "../../errors/errors.ts";

/** Makes a new group complete, one call after the other; each replaces what is there, so doing it again does no harm. */
export async function applyFollowUps(
  client: AutoScalingClient,
  followUps: readonly FollowUp[],
): Promise<void> {
  for (const followUp of followUps) await apply(client, followUp);
}

async function apply<Call extends keyof FollowUpInputs>(
  client: AutoScalingClient,
  { call, input }: FollowUp<Call>,
): Promise<void> {
  await SENDING[call](client, input);
}

type Sending = {
  readonly [Call in keyof FollowUpInputs]: (
    client: AutoScalingClient,
    input: FollowUpInputs[Call],
  ) => Promise<unknown>;
};

const SENDING: Sending = {
  CreateOrUpdateTags: (client, input) => client.send(new CreateOrUpdateTagsCommand(input)),
  DeleteLifecycleHook: (client, input) => client.send(new DeleteLifecycleHookCommand(input)),
  DeletePolicy: (client, input) => client.send(new DeletePolicyCommand(input)),
  DeleteScheduledAction: (client, input) => client.send(new DeleteScheduledActionCommand(input)),
  DeleteTags: (client, input) => client.send(new DeleteTagsCommand(input)),
  EnableMetricsCollection: (client, input) => client.send(new EnableMetricsCollectionCommand(input)),
  PutLifecycleHook: (client, input) => client.send(new PutLifecycleHookCommand(input)),
  PutNotificationConfiguration: (client, input) =>
    client.send(new PutNotificationConfigurationCommand(input)),
  PutScalingPolicy: (client, input) => client.send(new PutScalingPolicyCommand(input)),
  ResumeProcesses: (client, input) => client.send(new ResumeProcessesCommand(input)),
  SuspendProcesses: (client, input) => client.send(new SuspendProcessesCommand(input)),
  UpdateAutoScalingGroup: (client, input) => client.send(new UpdateAutoScalingGroupCommand(input)),
  PutScheduledUpdateGroupAction: schedule,
};

/**
 * A start in the past is refused, and one that another action of the group has (AS/PutScheduledUpdateGroupAction,
 * ASG/ec2-auto-scaling-scheduled-scaling). A recurring action is described with its next time as start: it goes on without
 * one. An action whose only time has come meanwhile is done and has nothing left to copy.
 */
async function schedule(
  client: AutoScalingClient,
  input: PutScheduledUpdateGroupActionCommandInput,
): Promise<void> {
  try {
    await client.send(new PutScheduledUpdateGroupActionCommand(input));
  } catch (error) {
    const refused = translateError(error);
    const isPast = refused instanceof Rejected && /in the past/i.test(refused.message);
    const { StartTime: _own, ...recurring } = input;
    if (isPast && input.Recurrence === undefined) return;
    if (!isPast && !(refused instanceof AlreadyExists && input.Recurrence !== undefined)) throw error;
    await client.send(new PutScheduledUpdateGroupActionCommand(recurring));
  }
}
