import { type Decision, decide, type Start } from "../../domain/decide/decide.ts";
import { withAttempt } from "../../domain/decide/attempts.ts";
import { changeAttempts } from "../../ledger/attempts.ts";
import { appendOnce } from "../../ledger/entries.ts";
import { replaceLastHold } from "../../ledger/last-hold.ts";
import type { ExecutionReader, StepContext } from "../../step/step.ts";
import { readState } from "./read-state.ts";
import { runName } from "./run-name.ts";

export interface Converged {
  readonly decision: Decision;
  /** The execution that carries it out, started now or by somebody who came to the same decision before. */
  readonly execution: string | null;
}

type Context = Pick<StepContext, "ledger" | "clock" | "starter"> & {
  /** Who can ask notices when the name was used up by an execution that came to nothing. */
  readonly executions?: ExecutionReader;
};

/**
 * Decides about a fleet from the ledger, and starts the run that is decided. Why nothing is begun is written down when it
 * becomes another reason. Done twice it does nothing more. Undefined: no fleet of that name is declared.
 */
export async function converge(
  fleet: string,
  actor: string,
  context: Context,
): Promise<Converged | undefined> {
  const { ledger, clock } = context;
  const state = await readState(fleet, context);
  if (state === undefined) return undefined;
  const decision = decide(state, clock.now());
  if (decision.act === "leave") {
    await recordHold(fleet, { decision, actor }, context);
    return { decision, execution: null };
  }
  await replaceLastHold(ledger, fleet, null);
  return { decision, execution: await start(fleet, { decision, actor }, context) };
}

interface Decided<D extends Decision> {
  readonly decision: D;
  readonly actor: string;
}

async function recordHold(
  fleet: string,
  { decision, actor }: Decided<Extract<Decision, { act: "leave" }>>,
  { ledger, clock }: Context,
): Promise<void> {
  const { because, reason, nextAt } = decision;
  // A run tells of itself.
  if (because === "running") return;
  const holds = because === "nothing-due" ? null : reason;
  if (!(await replaceLastHold(ledger, fleet, holds)) || holds === null) return;
  const about = { at: clock.now(), fleet, rollout: null, phase: null, kind: "decision" as const, actor };
  await appendOnce(ledger, { ...about, action: "leave", reason, evidence: { because, nextAt } });
}

/** The entry is written before the start: after a crash in between both are done again, under the same name. */
async function start(
  fleet: string,
  { decision, actor }: Decided<Start>,
  { ledger, clock, starter, executions }: Context,
): Promise<string> {
  const { target, due, reason } = decision;
  const name = runName(fleet, decision);
  const now = clock.now();
  const about = { at: now, fleet, rollout: name, phase: null, kind: "decision" as const, actor };
  const why = due.map(({ what }) => what).join("; ");
  await appendOnce(ledger, { ...about, action: "start-rollout", reason: why, subject: target.image });
  const decided = { image: target.image, reason };
  if ((await starter.start("rollout", name, { fleet, decided })) === "started") return name;
  if ((await executions?.status("rollout", name)) !== "ended") return name;
  const ended = { fleet, run: name, image: target.image, now, backsOff: true };
  await changeAttempts(ledger, fleet, (before) =>
    // An attempt that was counted since has another name.
    before.number === decision.attempt
      ? withAttempt(before, { ...ended, reason: `execution ${name} ended before it had begun anything` })
      : before,
  );
  return name;
}
