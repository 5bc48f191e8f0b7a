import { autoScalingClient } from "../../aws/auto-scaling/auto-scaling.ts";
import { elbv2Client } from "../../aws/elbv2/elbv2.ts";
import { commandFailures, ssmClient, succeededServers } from "../../aws/ssm/ssm.ts";
import { undefinedIfNotFound } from "../../aws/undefined-if-not-found.ts";
import { isolatingNow } from "../../domain/access/login.ts";
import { formatInstant } from "../../domain/format-instant.ts";
import { readAllowances } from "../../ledger/found/access-allowed.ts";
import { formatDuration } from "../../domain/duration.ts";
import { nextPollSeconds, pausePollSeconds } from "../../domain/poll-interval.ts";
import type { StepAnswer } from "../../domain/run/step-answer.ts";
import { progressOf, sendOnce } from "../../rollout/gates/send-command.ts";
import { fail, pass, pause, wait } from "../../step/answers.ts";
import { defineState } from "../../step/state.ts";
import type { StepContext, StepInput } from "../../step/step.ts";
import { recycleStepTask } from "../../step/task-input.ts";
import { batchOf, groupOf, type RecycleWork, recycleStep } from "../recycle-step.ts";
import { illSubstitutesBlocker } from "../substitutes-serve.ts";

/** Who writes data away takes longer than that. */
const FIRST_SECONDS = 10;
const NAMED_FAILURES = 3;
/** Most proofs are given by then, and EndServers looks. A look is two calls. */
const UNWATCHED_SECONDS = 60;
/** Past its time a command is read so much later: Systems Manager ends it in time, and a read is up to 15 s behind. */
const UNSEEN_SECONDS = 25;

type Services = "autoScaling" | "elbv2" | "ssm";

/**
 * Asks each server that is out of traffic to prove its data safe. Without the proof of each, all of them are put back; also as soon as
 * their substitutes fall ill, since a proof may take hours.
 */
export const handOff = (input: StepInput, context: StepContext<Services>): Promise<StepAnswer> =>
  recycleStep("HandOff", input, context, async (work) => {
    const { handoff } = work.fleet.retire;
    const servers = (work.run().batch?.servers ?? [])
      .filter(({ state }) => state === "isolated")
      .map(({ id }) => id);
    if (servers.length === 0) return pass("no server is left to hand its data off");
    const answer = (await lookedInto(servers, work)) ?? (await proved(servers, handoff, work));
    if (answer.verdict !== "wait" || work.inPhase() <= UNWATCHED_SECONDS) return answer;
    const ill = await illSubstitutesBlocker(await groupOf(work), work);
    return ill?.verdict === "fail" ? ill : answer;
  });

interface Handoff {
  readonly command: string;
  readonly timeout: number;
}

/** People are in a server, which is out of traffic for that: it waits for the end of their leave. Null: nobody is. */
async function lookedInto(servers: readonly string[], work: RecycleWork<never>): Promise<StepAnswer | null> {
  const allowances = await readAllowances(work.context.ledger, work.fleet.fleet);
  const isolating = isolatingNow(allowances, servers, work.now());
  if (isolating === undefined) return null;
  const { server, by, until, reason } = isolating;
  return pause(
    pausePollSeconds((until - work.now()) / 1000),
    `${server} is out of traffic for ${by} until ${formatInstant(until)}: ${reason}; it is replaced then`,
  );
}

async function proved(
  servers: readonly string[],
  handoff: Handoff | undefined,
  work: RecycleWork<"ssm">,
): Promise<StepAnswer> {
  if (handoff === undefined) return pass("no handoff is declared");
  const { command, timeout } = handoff;
  const document = "AWS-RunShellScript";
  const order = {
    name: `handoff-${batchOf(work).number}`,
    to: { servers },
    document,
    commands: [command],
    timeoutSeconds: timeout,
  };
  const sent = await sendOnce(order, work);
  const progress = sent.fresh ? undefined : await progressOf(sent, work);
  if (progress === undefined)
    return wait(FIRST_SECONDS, `still to hand their data off: ${servers.length} of ${servers.length}`);
  const seconds = (work.now() - sent.sentAt) / 1000;
  const { ssm } = work.context.aws;
  const late = seconds > timeout + UNSEEN_SECONDS;
  if (progress.failed === 0 && progress.completed < servers.length && !late)
    return handsOff(servers.length - progress.completed, { servers, seconds, timeout });
  const safe = await succeededServers(ssm, sent.commandId);
  const open = servers.filter((id) => !safe.has(id));
  if (open.length === 0) {
    await work.note("evidence", `${servers.join(", ")} handed their data off`, {
      evidence: { command: sent.commandId },
    });
    return pass(`${servers.length} servers handed their data off`);
  }
  if (progress.failed === 0 && !late) return handsOff(open.length, { servers, seconds, timeout });
  const failures = (await undefinedIfNotFound(commandFailures(ssm, sent.commandId, NAMED_FAILURES))) ?? [];
  const said = failures.map(({ id, detail }) => `${id}: ${detail}`).join("; ") || open.join(", ");
  return fail(`no proof that the data is safe (${said})`, "HandoffFailed");
}

interface Asked {
  readonly servers: readonly string[];
  /** Since when, and for how long it may take. */
  readonly seconds: number;
  readonly timeout: number;
}

const handsOff = (open: number, { servers, seconds, timeout }: Asked): StepAnswer =>
  wait(
    nextPollSeconds(seconds, 0),
    `${servers.length - open} of ${servers.length} servers handed their data off; ${formatDuration(timeout)} in all`,
  );

export const handOffState = defineState({
  phase: "HandOff",
  input: recycleStepTask,
  services: { autoScaling: autoScalingClient, elbv2: elbv2Client, ssm: ssmClient },
  step: handOff,
});
