import {
  type CommandProgress,
  commandProgress,
  type CommandTargets,
  findCommand,
  sendCommandTo,
} from "../../aws/ssm/ssm.ts";
import { undefinedIfNotFound } from "../../aws/undefined-if-not-found.ts";
import type { RolloutRecord } from "../../domain/run/rollout.ts";
import type { StepContext } from "../../step/step.ts";

/** As much of a step's work as a command needs: of a run that keeps what it has sent. */
interface Commanding {
  readonly context: Pick<StepContext<"ssm">, "aws" | "withReason">;
  readonly run: () => { readonly id: string; readonly commands: RolloutRecord["commands"] };
  update(change: { readonly commands: RolloutRecord["commands"] }): Promise<void>;
  readonly now: () => number;
}

interface CommandOrder {
  /** What it is called in the rollout's record: a gate's name, or `handoff`. */
  readonly name: string;
  readonly to: CommandTargets;
  readonly document: string;
  readonly commands: readonly string[];
  readonly timeoutSeconds: number;
}

export interface SentCommand {
  readonly commandId: string;
  readonly sentAt: number;
}

/** An attempt before the last one may have been taken, too. */
const SEARCHED_MS = 600_000;

/**
 * Sends a command to every server of a group, or to some servers, once. SendCommand takes no client token, so the order is written down
 * with a comment of its own before it is sent: after a crash the command is found by it instead of being sent again.
 */
export async function sendOnce(
  order: CommandOrder,
  work: Commanding,
): Promise<SentCommand & { readonly fresh: boolean }> {
  const { ssm } = work.context.aws;
  const { id, commands } = work.run();
  const known = commands[order.name];
  if (known?.commandId) return { commandId: known.commandId, sentAt: known.sentAt, fresh: false };
  // When it is asked is part of it: the same order given again is another command. At most 100 characters.
  const comment = known?.comment ?? `moult ${order.name} ${work.now()} ${id}`.slice(0, 100);
  const found =
    known &&
    (await findCommand(ssm, { document: order.document, comment, sinceMs: known.sentAt - SEARCHED_MS }));
  // Servers have their time from when it is sent, not from when it was tried in vain: a freeze may lie in between.
  const sentAt = found ? known.sentAt : work.now();
  const write = (commandId: string | null) =>
    work.update({ commands: { ...work.run().commands, [order.name]: { comment, commandId, sentAt } } });
  if (!found) await write(null);
  const { name, to, document, commands: lines, timeoutSeconds } = order;
  const whom = "group" in to ? to.group : to.servers.join(", ");
  const commandId =
    found ??
    (await work.context.withReason(`run ${name} on ${whom}`, { commands: lines }, () =>
      sendCommandTo(ssm, to, { document, commands: [...lines], comment, timeoutSeconds }),
    ));
  await write(commandId);
  return { commandId, sentAt, fresh: true };
}

/** The next poll sends it anew. */
export async function forgetSent(name: string, work: Pick<Commanding, "run" | "update">): Promise<void> {
  const { [name]: _sent, ...commands } = work.run().commands;
  await work.update({ commands });
}

/** For so long Systems Manager may not list a command that it has taken: reads lag writes by seconds. */
const UNLISTED_MS = 60_000;

/** How far a command is; undefined: it was sent just now and is not listed yet. Throws NotFound later than that. */
export async function progressOf(
  { commandId, sentAt }: SentCommand,
  { context, now }: Pick<Commanding, "context" | "now">,
): Promise<CommandProgress | undefined> {
  const progress = commandProgress(context.aws.ssm, commandId);
  return now() - sentAt < UNLISTED_MS ? undefinedIfNotFound(progress) : progress;
}
