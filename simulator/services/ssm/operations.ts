import type { OperationTable } from "../operation.ts";
import { getCommandInvocation, listCommandInvocations, listCommands } from "./command-reads.ts";
import { getCalendarState } from "./documents/calendar-state.ts";
import { createDocument, deleteDocument, updateDocument } from "./documents/changes.ts";
import { describeInstanceInformation } from "./managed-instances.ts";
import { getParameterHistory, labelParameterVersion, unlabelParameterVersion } from "./parameters/history.ts";
import { addTagsToResource, listTagsForResource, removeTagsFromResource } from "./parameters/tags.ts";
import { deleteParameter, putParameter } from "./parameters/changes.ts";
import { describeParameters, getParameter, getParameters, getParametersByPath } from "./parameters/reads.ts";
import { cancelCommand, sendCommand } from "./send-command.ts";

/** Systems Manager's operations, by the name of the call. */
export const operations: OperationTable = {
  PutParameter: putParameter,
  GetParameter: getParameter,
  GetParameters: getParameters,
  GetParametersByPath: getParametersByPath,
  DescribeParameters: describeParameters,
  DeleteParameter: deleteParameter,
  GetParameterHistory: getParameterHistory,
  LabelParameterVersion: labelParameterVersion,
  UnlabelParameterVersion: unlabelParameterVersion,
  ListTagsForResource: listTagsForResource,
  AddTagsToResource: addTagsToResource,
  RemoveTagsFromResource: removeTagsFromResource,
  CreateDocument: createDocument,
  UpdateDocument: updateDocument,
  DeleteDocument: deleteDocument,
  GetCalendarState: getCalendarState,
  SendCommand: sendCommand,
  CancelCommand: cancelCommand,
  ListCommands: listCommands,
  ListCommandInvocations: listCommandInvocations,
  GetCommandInvocation: getCommandInvocation,
  DescribeInstanceInformation: describeInstanceInformation,
};
