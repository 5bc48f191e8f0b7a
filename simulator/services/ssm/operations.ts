import type { OperationTable } from "../operation.ts";
import { getCommandInvocation, listCommandInvocations, listCommands } from "./command-reads.ts";
import { describeInstanceInformation } from "./managed-instances.ts";
import { deleteParameter, putParameter } from "./parameter-changes.ts";
import { describeParameters, getParameter, getParameters, getParametersByPath } from "./parameter-reads.ts";
import { cancelCommand, sendCommand } from "./send-command.ts";

/** Systems Manager's operations, by the name of the call. */
export const operations: OperationTable = {
  PutParameter: putParameter,
  GetParameter: getParameter,
  GetParameters: getParameters,
  GetParametersByPath: getParametersByPath,
  DescribeParameters: describeParameters,
  DeleteParameter: deleteParameter,
  SendCommand: sendCommand,
  CancelCommand: cancelCommand,
  ListCommands: listCommands,
  ListCommandInvocations: listCommandInvocations,
  GetCommandInvocation: getCommandInvocation,
  DescribeInstanceInformation: describeInstanceInformation,
};
