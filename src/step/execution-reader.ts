import type { SFNClient } from "@aws-sdk/client-sfn";
import { describeExecution } from "../aws/sfn.ts";
import { isNotFound } from "../errors/aws-codes.ts";
import type { ExecutionReader } from "./step.ts";

/** Asks Step Functions about executions of one machine by name. One that it does not know (any more) is `unknown`. */
export const executionReader = (client: SFNClient, machineArn: string): ExecutionReader => ({
  status: async (name) => {
    const arn = `${machineArn.replace(":stateMachine:", ":execution:")}:${name}`;
    try {
      return (await describeExecution(client, arn)).status === "RUNNING" ? "running" : "ended";
    } catch (error) {
      if (isNotFound(error)) return "unknown";
      throw error;
    }
  },
});
