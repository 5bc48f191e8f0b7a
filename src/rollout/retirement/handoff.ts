import { describeGroups } from "../../aws/auto-scaling/auto-scaling.ts";
import { commandFailures, succeededServers } from "../../aws/ssm/ssm.ts";
import { undefinedIfNotFound } from "../../aws/undefined-if-not-found.ts";
import { formatDuration } from "../../domain/duration.ts";
import type { Generation } from "../../domain/generation.ts";
import { nextPollSeconds } from "../../domain/poll-interval.ts";
import type { StepAnswer } from "../../domain/run/step-answer.ts";
import { wait } from "../../step/answers.ts";
import { endInconclusive, secondsInconclusive } from "../gates/inconclusive.ts";
import { progressOf, type SentCommand, sendOnce } from "../gates/send-command.ts";
import type { Work } from "../work.ts";
import { noteRetained } from "./note-retained.ts";

const POLL_SECONDS = 15;
/** Later the longer it takes, as a launch is; green is watched at each poll. */
const handoffPollSeconds = (elapsed: number): number => Math.max(POLL_SECONDS, nextPollSeconds(elapsed, 0));
const NAMED_FAILURES = 3;
/** What was seen this short a time ago need not be looked at again; after it servers may have joined blue or left green. */
export const FRESH_MS = 5000;
/** Seconds until blue is asked again: a server that has just joined first reports to Systems Manager. */
const AGAIN_SECONDS = 30;
/** Nor oftener than so many times in the time that a handoff may take: who has handed off is asked again, too. */
const ASKED_AGAIN = 4;

type HandoffServices = "autoScaling" | "ssm";

/**
 * Asks every server of blue to prove its data safe before it goes, and asks again when servers have joined blue since.
 * A server that does not is kept: blue is retained as a whole, out of traffic. Null: nothing to wait for (handed off,
 * retained, or no handoff declared).
 */
export async function handoffBlocker(
  blue: Generation,
  work: Work<HandoffServices>,
): Promise<StepAnswer | null> {
  const { handoff } = work.fleet.retire;
  const { milestones } = work.run();
  if (handoff === undefined || milestones["retained"] !== undefined) return null;
  if (work.now() - (milestones["handoff"] ?? 0) < FRESH_MS) return null;
  const groups = await describeGroups(work.context.aws.autoScaling, [blue.group]);
  const servers = groups.get(blue.group)?.instances.map(({ id }) => id) ?? [];
  const open = servers.length === 0 ? null : await unprovedBlocker(blue, handoff, { servers, work });
  if (open !== null || work.run().milestones["retained"] !== undefined) return open;
  if (milestones["handoff"] !== undefined) return null;
  await work.note("evidence", `${servers.length} servers handed their data off`, {
    evidence: { command: work.run().commands["handoff"] },
  });
  await work.reach("handoff");
  return null;
}

interface Asked {
  readonly servers: readonly string[];
  readonly work: Work<HandoffServices>;
}

/** What is still to be waited for; null: every one of these servers succeeded, or blue is retained. */
async function unprovedBlocker(
  blue: Generation,
  { command, timeout }: { readonly command: string; readonly timeout: number },
  { servers, work }: Asked,
): Promise<StepAnswer | null> {
  const order = {
    name: "handoff",
    to: { group: blue.group },
    document: "AWS-RunShellScript",
    commands: [command],
    timeoutSeconds: timeout,
  };
  const sent = await sendOnce(order, work);
  const progress = sent.fresh ? undefined : await progressOf(sent, work);
  if (progress === undefined) return wait(POLL_SECONDS, "blue's servers hand their data off");
  const { commandId, sentAt } = sent;
  const { targeted, completed, failed } = progress;
  // Before its targets are counted a command has none.
  const all = Math.max(targeted, 1);
  const late = work.now() - sentAt > timeout * 1000;
  if (failed > 0 || (late && completed < all)) return retainForHandoff(blue, commandId, work);
  if (completed < all)
    return wait(
      handoffPollSeconds((work.now() - sentAt) / 1000),
      `${completed} of ${servers.length} servers handed their data off; ${formatDuration(timeout)} in all`,
    );
  const proved = await succeededServers(work.context.aws.ssm, commandId);
  const unasked = servers.filter((id) => !proved.has(id));
  if (unasked.length > 0) return askAgain(blue, { unasked, sent, timeout }, work);
  await endInconclusive(work, "servers-joined");
  return null;
}

interface Unasked {
  readonly unasked: readonly string[];
  readonly sent: SentCommand;
  /** Seconds. */
  readonly timeout: number;
}

/** Servers that joined blue after it was asked, or that Systems Manager does not reach, have no less time than the others. */
async function askAgain(
  blue: Generation,
  { unasked, sent, timeout }: Unasked,
  work: Work<HandoffServices>,
): Promise<StepAnswer | null> {
  const [first, ...others] = unasked;
  const who = others.length === 0 ? `${first}` : `${first} and ${others.length} more`;
  if ((await secondsInconclusive(work, "servers-joined")) > timeout)
    return retainUnproved(blue, `${who}: not reached by Systems Manager`, work);
  if (work.now() - sent.sentAt > 1000 * Math.max(AGAIN_SECONDS, timeout / ASKED_AGAIN)) {
    const { handoff: _asked, ...commands } = work.run().commands;
    await work.update({ commands });
  }
  return wait(POLL_SECONDS, `${who}: not asked yet, so blue is asked again`);
}

async function retainForHandoff(
  blue: Generation,
  commandId: string,
  work: Work<HandoffServices>,
): Promise<null> {
  const failures =
    (await undefinedIfNotFound(commandFailures(work.context.aws.ssm, commandId, NAMED_FAILURES))) ?? [];
  return retainUnproved(blue, failures.map(({ id, detail }) => `${id}: ${detail}`).join("; "), work);
}

/** Before blue is released: its generation is written as retained when it is (see `promoteGreen`). */
async function retainUnproved(blue: Generation, who: string, work: Work<HandoffServices>): Promise<null> {
  const reason = `no proof that its data is safe${who === "" ? "" : ` (${who})`}`;
  await noteRetained(blue, reason, work);
  await work.reach("retained");
  return null;
}
