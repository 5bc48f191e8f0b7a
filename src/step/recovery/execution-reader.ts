import type { SFNClient } from "@aws-sdk/client-sfn";
import { describeExecution } from "../../aws/sfn.ts";
import { isNotFound } from "../../errors/aws-codes.ts";
import type { ExecutionReader } from "../step.ts";

/**
 * Asks Step Functions about executions by name; `machineArn` says where the machine of that name is. An execution that
 * it does not know (any more) is `unknown`.
 */
export const executionReader = (
  client: SFNClient,
  machineArn: (machine: string) => string,
): ExecutionReader => ({
  status: async (machine, name) => {
    const arn = `${machineArn(machine).replace(":stateMachine:", ":execution:")}:${name}`;
    try {
      return (await describeExecution(client, arn)).status === "RUNNING" ? "running" : "ended";
    } catch (error) {
      if (isNotFound(error)) return "unknown";
      throw error;
    }
  },
});
