import {
  type CommandFailure,
  type CommandProgress,
  commandFailures,
  onlineServers,
} from "../../../aws/ssm/ssm.ts";
import { undefinedIfNotFound } from "../../../aws/undefined-if-not-found.ts";
import { greenOf, type Work } from "../../work.ts";
import { forgetSent, progressOf, sendOnce } from "../send-command.ts";
import type { Observer } from "./observer.ts";

/** Failures told by name; more would not be read. */
const NAMED_FAILURES = 3;

const NOTHING = { targeted: 0, completed: 0, failed: 0, unreached: 0, failures: [], sentAt: null };

const failuresOf = async (commandId: string, { context }: Work<"ssm">): Promise<CommandFailure[]> =>
  (await undefinedIfNotFound(commandFailures(context.aws.ssm, commandId, NAMED_FAILURES))) ?? [];

/**
 * Sends the gate's command once all of green's servers can be reached, then asks how far it is: one call, however many
 * servers. A server that came later, or was not reached, is asked with all the others once more.
 */
export const observeCommand: Observer<"ssm", "command"> = async ({ name, gate }, work) => {
  if (gate.kind !== "command") return undefined;
  const { group } = greenOf(work);
  const { size, commands: known, phaseStartedAt: askedSince } = work.run();
  const online = known[name] === undefined ? await onlineServers(work.context.aws.ssm, group) : null;
  if (online !== null && online < size) return { ...NOTHING, online, askedSince };
  const { document, commands, timeout } = gate;
  const sent = await sendOnce({ name, to: { group }, document, commands, timeoutSeconds: timeout }, work);
  if (sent.fresh) return undefined;
  const progress = await progressOf(sent, work);
  if (progress === undefined) return undefined;
  if (isShort(progress, size) && (await onlineServers(work.context.aws.ssm, group)) >= size) {
    await forgetSent(name, work);
    return undefined;
  }
  const { targeted, completed, failed, unreached } = progress;
  // That it failed is known; how, may not be listed yet.
  const failures = failed > unreached ? await failuresOf(sent.commandId, work) : [];
  return { online, targeted, completed, failed, unreached, failures, askedSince, sentAt: sent.sentAt };
};

/** Whether it has ended well wherever it arrived, and green has more servers than that. */
const isShort = ({ targeted, completed, failed, unreached }: CommandProgress, size: number): boolean =>
  completed >= targeted && failed === unreached && completed - failed < size;
