import { type CommandFailure, commandFailures } from "../../../aws/ssm/ssm.ts";
import { undefinedIfNotFound } from "../../../aws/undefined-if-not-found.ts";
import type { Work } from "../../work.ts";
import { greenOf } from "../../work.ts";
import { progressOf, sendOnce } from "../send-command.ts";
import type { Observer } from "./observer.ts";

/** Failures told by name; more would not be read. */
const NAMED_FAILURES = 3;

const failuresOf = async (commandId: string, { context }: Work<"ssm">): Promise<CommandFailure[]> =>
  (await undefinedIfNotFound(commandFailures(context.aws.ssm, commandId, NAMED_FAILURES))) ?? [];

/** Sends the gate's command once, then asks how far it is: one call, however many servers. */
export const observeCommand: Observer<"ssm", "command"> = async ({ name, gate }, work) => {
  if (gate.kind !== "command") return undefined;
  const { group } = greenOf(work);
  const { document, commands, timeout } = gate;
  const sent = await sendOnce({ name, group, document, commands, timeoutSeconds: timeout }, work);
  if (sent.fresh) return undefined;
  const progress = await progressOf(sent, work);
  if (progress === undefined) return undefined;
  const { targeted, completed, failed } = progress;
  // That it failed is known; how, may not be listed yet.
  const failures = failed > 0 ? await failuresOf(sent.commandId, work) : [];
  return { targeted, completed, failed, failures, sentAt: sent.sentAt };
};
