import type { RolloutRecord } from "../../../../src/domain/run/rollout.ts";
import type { OutcomeInput } from "../../checker-input.ts";
import { deedOf } from "../../../processes/invocation-input.ts";
import { answersNowhere } from "../../declared/answers-nowhere.ts";
import { excused } from "../../exemptions.ts";
import type { Decision, Invariant, Wrote } from "../../invariant.ts";

/** Clocks are five seconds off either way. */
const SKEW_MS = 10_000;
/** A read of the account lags by up to fifteen seconds, and clocks are off. */
const LAG_MS = 20_000;

/** A person's act on a rollout, when the ledger took it, and how the rollout stood then. */
interface Seen {
  /** The act's own instant: another one is another act. */
  readonly at: number;
  readonly since: number;
  readonly step: number;
  /** What was left until the deadline. */
  readonly leftMs: number;
}

/**
 * A person's word holds. While a rollout is paused no step that began since goes forward, and no deadline of it runs out; after its time
 * it goes on. One that is promoted waits for no time that was declared, and skips nothing that was asked. What somebody takes back is
 * refused by then.
 */
export const steered = (): Invariant<OutcomeInput> => {
  const pauses = new Map<string, Seen>();
  const promotions = new Map<string, Seen>();
  const refusals = new Set<string>();
  return {
    name: "steered",
    written: (sort, input) => {
      if (!sort.startsWith("rollout#")) return undefined;
      for (const run of input.view.rollouts.values()) {
        follow(pauses, run, run.pause?.at, input);
        follow(promotions, run, run.promotion?.at, input);
        const fault = refusalFault(run, refusals, input);
        if (fault !== undefined) return fault;
      }
      return undefined;
    },
    decided: (decision, { world }) => passFault(decision, pauses, world.now()),
    wrote: (write, input) => {
      if (!write.sort.startsWith("rollout#")) return undefined;
      const run = write.body as unknown as RolloutRecord;
      return (
        pauseFault(run, write, { seen: pauses.get(run.id), input }) ?? promotionFault(run, write, promotions)
      );
    },
  };
};

function follow(
  acts: Map<string, Seen>,
  run: RolloutRecord,
  at: number | undefined,
  { world }: OutcomeInput,
): void {
  if (at === undefined) acts.delete(run.id);
  else if (acts.get(run.id)?.at !== at) {
    const since = world.now();
    acts.set(run.id, { at, since, step: run.traffic.step, leftMs: run.deadlineAt - since });
  }
}

/** Whether the rollout is paused, and was before somebody began. What is on its way back is held by nothing. */
const isHeld = (
  run: RolloutRecord,
  seen: Seen | undefined,
  { began, now }: { began: number; now: number },
): boolean =>
  run.pause !== null &&
  run.abort === null &&
  run.failure === null &&
  seen !== undefined &&
  seen.since < began &&
  run.pause.until > now + SKEW_MS;

const FORWARD = new Set([
  ...["LaunchGreen", "ObserveGreen", "ValidateGreen", "ShiftTraffic", "Bake"].map(
    (phase) => `${phase} passed`,
  ),
  "release",
]);

function passFault(
  { entry, rollout, since }: Decision,
  pauses: ReadonlyMap<string, Seen>,
  now: number,
): string | undefined {
  if (!FORWARD.has(entry.action ?? "")) return undefined;
  const held = isHeld(rollout, pauses.get(rollout.id), { began: since, now });
  return held ? `${rollout.id} is paused, and goes on: ${entry.action}` : undefined;
}

interface Holding {
  readonly seen: Seen | undefined;
  readonly input: OutcomeInput;
}

/** Whether the step has answered with another wait. */
const waitsAnew = (run: RolloutRecord, before: RolloutRecord): boolean =>
  run.waiting !== null && run.waiting.since !== before.waiting?.since;

/** In a freeze nobody looks whether the pause is over. */
const isOver = ({ pause, failure, waiting }: RolloutRecord, startedAt: number): boolean =>
  pause !== null &&
  failure === null &&
  startedAt > pause.until + SKEW_MS &&
  waiting?.reason.startsWith("frozen") !== true;

function pauseFault(run: RolloutRecord, write: Wrote, { seen, input }: Holding): string | undefined {
  const before = write.before as RolloutRecord | undefined;
  const { startedAt } = write.invocation;
  if (before === undefined) return undefined;
  if (before.pause === null && run.pause !== null && deedOf(write.invocation) === undefined)
    return `${run.id} is paused by nobody`;
  if (isOver(run, startedAt) && waitsAnew(run, before))
    return `${run.id} is paused still, after that was over`;
  const isHeldNow = isHeld(before, seen, { began: startedAt, now: input.world.now() });
  if (!isHeldNow || seen === undefined) return undefined;
  return (
    forwardFault(run, before) ??
    leftFault(run, before, { seen, startedAt }) ??
    stepFault(run, { seen, startedAt }, input)
  );
}

/** What no paused rollout does, whatever it has found. */
function forwardFault(run: RolloutRecord, before: RolloutRecord): string | undefined {
  if (run.failure?.error === "Deadline") return `${run.id} is paused, and its deadline has run out`;
  if (run.milestones.launched !== before.milestones.launched)
    return `${run.id} is paused, and launches green`;
  const handsOff = run.commands["handoff"] !== undefined && before.commands["handoff"] === undefined;
  return handsOff ? `${run.id} is paused, and blue is to hand off` : undefined;
}

/** Its deadline is as far away as it was. */
function leftFault(
  run: RolloutRecord,
  before: RolloutRecord,
  { seen, startedAt }: { readonly seen: Seen; readonly startedAt: number },
): string | undefined {
  // A step that waits for the ledger writes down what it has reckoned when it began.
  const left = run.deadlineAt - startedAt;
  return waitsAnew(run, before) && left < seen.leftMs - LAG_MS
    ? `${run.id} is paused, and has ${left} ms left of ${seen.leftMs}`
    : undefined;
}

function stepFault(
  run: RolloutRecord,
  { seen, startedAt }: { readonly seen: Seen; readonly startedAt: number },
  input: OutcomeInput,
): string | undefined {
  if (run.traffic.step <= seen.step) return undefined;
  const isDead = answersNowhere({ rollout: run, since: startedAt - LAG_MS }, input);
  return excused("steered: all traffic off a blue that answers nowhere", isDead)
    ? undefined
    : `${run.id} is paused, and green gets step ${run.traffic.step}`;
}

function promotionFault(
  run: RolloutRecord,
  write: Wrote,
  promotions: ReadonlyMap<string, Seen>,
): string | undefined {
  const before = write.before as RolloutRecord | undefined;
  const seen = promotions.get(run.id);
  if (before?.promotion == null || run.promotion === null || seen === undefined) return undefined;
  const known = before.promotion.skipped;
  const asked = run.promotion.skipped.find(
    (each) => !known.includes(each) && before.gates.some(({ gate }) => each === `gate ${gate}`),
  );
  if (asked !== undefined) return `${run.id} was promoted, and skips ${asked}, which was asked`;
  return seen.since < write.invocation.startedAt ? declaredFault(run, before) : undefined;
}

/** It waits for no time that was declared, but for a pause and a freeze. */
function declaredFault(run: RolloutRecord, before: RolloutRecord): string | undefined {
  const { waiting, phase, pause, milestones } = run;
  if (waiting === null || !waitsAnew(run, before)) return undefined;
  if (pause !== null || waiting.reason.startsWith("frozen")) return undefined;
  const bakes = phase === "Bake" && waiting.isDeclared;
  const isWarm = milestones.warm !== undefined && before.milestones.warm === undefined;
  return bakes || isWarm ? `${run.id} was promoted, and waits in ${phase}: ${waiting.reason}` : undefined;
}

/** What a person takes back they refuse, before the rollout knows of it. */
function refusalFault(run: RolloutRecord, refusals: Set<string>, { view }: OutcomeInput): string | undefined {
  if (run.abort === null || run.endedAt !== null || refusals.has(run.id)) return undefined;
  refusals.add(run.id);
  const isRefused = view.except.some(
    ({ image, templateVersion }) => image === run.imageTo && templateVersion === run.templateVersion,
  );
  return isRefused
    ? undefined
    : `${run.id} was taken back by ${run.abort.requestedBy}, and ${run.imageTo} is refused by nobody`;
}
