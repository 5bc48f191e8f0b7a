import type { ApprovalAsk } from "../../../../src/domain/approval/approval-ask.ts";
import type { RolloutRecord } from "../../../../src/domain/run/rollout.ts";
import { ADA_ARN } from "../../../world/people/answers.ts";
import { hasYes } from "../../brakes/answered.ts";
import { surelyClosed } from "../../brakes/closed-times.ts";
import type { CheckerInput } from "../../checker-input.ts";
import { admittedBy, type Invariant, type Wrote } from "../../invariant.ts";
import { isSame, liveTarget } from "../../due-target.ts";

/** Two processes whose clocks are each off by five seconds. */
const SKEW_MS = 10_000;

/** By what it is about. */
type Asks = Map<string, ApprovalAsk>;

/**
 * Where a person has to say yes, nothing is launched, and no green gets traffic, for which nobody did: this image, from this version of the
 * template, this green. An answer counts from who may give it, while it is waited for, and stays what it was. And where windows hold the
 * first traffic, none is given while they are closed.
 */
export const approved = (): Invariant => {
  const asks: Asks = new Map();
  return {
    name: "approved",
    written: (sort, input) => (sort === "approvals" ? answerFault(asks, input) : undefined),
    wrote: (write, input) => {
      const admitted = admittedBy(write);
      if (admitted !== undefined) return launchFault(admitted, asks, { write, input });
      return write.sort.startsWith("rollout#") ? shiftFault(write, asks, input) : undefined;
    },
  };
};

/** What is wrong with answers that have just been written; takes them down. */
function answerFault(asks: Asks, { view, plan, world }: CheckerInput): string | undefined {
  const isRestricted = plan.fleet.approval?.declared?.isRestricted === true;
  for (const ask of view.approvals) {
    const last = asks.get(ask.key);
    const before = last?.askedAt === ask.askedAt ? last.answer : null;
    asks.set(ask.key, ask);
    if (before !== null && (ask.answer?.verdict !== before.verdict || ask.answer.at !== before.at))
      return `${ask.what} was ${before.verdict} by ${before.by}, and that is another answer now`;
    if (before === null && ask.answer !== null) {
      const fault = newFault(ask, ask.answer, { isRestricted, now: world.now() });
      if (fault !== undefined) return `${ask.what} is ${ask.answer.verdict} by ${ask.answer.by}, ${fault}`;
    }
  }
  return undefined;
}

function newFault(
  { until, onDeadline }: ApprovalAsk,
  { by, proof, verdict }: NonNullable<ApprovalAsk["answer"]>,
  { isRestricted, now }: { readonly isRestricted: boolean; readonly now: number },
): string | undefined {
  if (proof === "deadline") {
    if (now < until - SKEW_MS) return "before its time is over";
    return verdict === (onDeadline === "proceed" ? "approved" : "rejected")
      ? undefined
      : "as nobody declared";
  }
  if (now > until + SKEW_MS) return "after its time";
  const mayAnswer = !isRestricted || (by === ADA_ARN && proof === "caller-identity");
  return mayAnswer ? undefined : "who may not say so";
}

function launchFault(
  { id, imageTo: image, templateVersion }: RolloutRecord,
  asks: Asks,
  { write, input }: { readonly write: Wrote; readonly input: CheckerInput },
): string | undefined {
  if (!input.view.needsYes) return undefined;
  const now = input.world.now();
  const target = { image, templateVersion };
  const spans = input.deciding.since(write.invocation.startedAt, now);
  if (spans.some((span) => isSame(target, liveTarget(span)))) return undefined;
  const isApproved = [...asks.values()].some(
    (ask) => ask.kind === "launch" && isSame(target, ask) && hasYes(ask, now + SKEW_MS),
  );
  return isApproved ? undefined : `${id} is admitted to ${image}, and nobody has approved that`;
}

/** Of the write that gives green its first traffic. */
function shiftFault(write: Wrote, asks: Asks, input: CheckerInput): string | undefined {
  const run = write.body as unknown as RolloutRecord;
  if (!givesFirstTraffic(run, write.before as RolloutRecord | undefined)) return undefined;
  if (run.failure !== null || run.settlement !== null) return undefined;
  return unaskedFault(run, asks, input) ?? closedFault(run, write.invocation.startedAt, input);
}

const givesFirstTraffic = ({ traffic }: RolloutRecord, before: RolloutRecord | undefined): boolean =>
  before?.traffic.setAt === null &&
  before.milestones["first-traffic"] === undefined &&
  traffic.setAt !== null &&
  traffic.setPercent > 0;

/** Of green's first traffic, where a person has to say yes to it. */
function unaskedFault({ id }: RolloutRecord, asks: Asks, { world, plan }: CheckerInput): string | undefined {
  if (plan.fleet.approval?.declared?.before !== "shift") return undefined;
  const isApproved = [...asks.values()].some(
    (ask) => ask.kind === "shift" && ask.rollout === id && hasYes(ask, world.now() + SKEW_MS),
  );
  return isApproved ? undefined : `${id} gives green traffic, and nobody has approved that`;
}

/** Of green's first traffic, where windows hold it, decided at some instant since `from`. */
function closedFault(
  { id, cause, promotion }: RolloutRecord,
  from: number,
  { view, world, plan }: CheckerInput,
): string | undefined {
  const times = view.brakes;
  const isFree = cause.reason === "operator" || promotion !== null;
  if (times === undefined || plan.fleet.brakes?.windows?.gates === undefined || isFree) return undefined;
  const isOld = cause.reason === "age" && times.hardAgeMs !== null;
  const closed = surelyClosed(times, { from, to: world.now() }, isOld);
  return closed === undefined ? undefined : `${id} gives green its first traffic, and ${closed}`;
}
