import {
  type AutoScalingClient,
  ResumeProcessesCommand,
  SuspendProcessesCommand,
} from "@aws-sdk/client-auto-scaling";
import { InvalidInput } from "../../errors/errors.ts";

/** Suspends these processes of the group. Throws InvalidInput for none: AWS takes an empty list for ALL (aws-facts 1.3). */
export async function suspendProcesses(
  client: AutoScalingClient,
  name: string,
  processes: readonly string[],
): Promise<void> {
  await client.send(new SuspendProcessesCommand(query("suspend", name, processes)));
}

/** Resumes these processes of the group. Throws InvalidInput for none, as above. */
export async function resumeProcesses(
  client: AutoScalingClient,
  name: string,
  processes: readonly string[],
): Promise<void> {
  await client.send(new ResumeProcessesCommand(query("resume", name, processes)));
}

function query(verb: string, name: string, processes: readonly string[]) {
  if (processes.length === 0) {
    throw new InvalidInput(
      `no process to ${verb} on group ${name} is named, and AWS would take that for all`,
    );
  }
  return { AutoScalingGroupName: name, ScalingProcesses: [...processes] };
}
