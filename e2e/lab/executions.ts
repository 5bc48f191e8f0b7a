import {
  DescribeExecutionCommand,
  SFNClient,
  StartExecutionCommand,
  StopExecutionCommand,
} from "@aws-sdk/client-sfn";
import { eventually } from "../report/eventually.ts";
import type { Lab } from "./lab.ts";

type Place = Pick<Lab, "place" | "stack">;

const machineOf = ({ stack }: Place): string => stack.outputs["RolloutArn"] ?? "";

/** What somebody types into the console, as text; answers the execution's ARN. */
export async function typeIntoConsole(lab: Place, name: string, input: string): Promise<string> {
  const typed = { stateMachineArn: machineOf(lab), name, input };
  const { executionArn = "" } = await new SFNClient(lab.place).send(new StartExecutionCommand(typed));
  return executionArn;
}

/** How an execution ended. */
export async function endOf(
  lab: Place,
  executionArn: string,
): Promise<{ status: string; error: string; cause: string }> {
  const sfn = new SFNClient(lab.place);
  return eventually({ what: `${executionArn} has ended`, seconds: 120 }, async () => {
    const {
      status = "",
      error = "",
      cause = "",
    } = await sfn.send(new DescribeExecutionCommand({ executionArn }));
    return status === "RUNNING" ? undefined : { status, error, cause };
  });
}

/** Stops an execution of the rollout machine, as a person in a hurry would. */
export async function stopExecution(lab: Place, name: string): Promise<void> {
  const executionArn = `${machineOf(lab).replace(":stateMachine:", ":execution:")}:${name}`;
  await new SFNClient(lab.place).send(
    new StopExecutionCommand({ executionArn, error: "Stopped", cause: "by hand" }),
  );
}
