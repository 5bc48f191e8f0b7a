import { excused } from "../exemptions.ts";
import type { RolloutRecord } from "../../../src/domain/run/rollout.ts";
import type { OutcomeInput } from "../checker-input.ts";
import type { Wrote } from "../invariant.ts";

const WATCHED = new Set(["ShiftTraffic", "Bake", "RetireBlue"]);
/** Whoever waits longer sees an alarm too late for 120 s (docs/decisions/023). */
const LONGEST_WAIT_MS = 75_000;
/** A short wait is for a read-back of traffic; the poll after it judges green. */
const SHORT_WAIT_MS = 15_000;
/** Reads lag by up to fifteen seconds, and clocks are off by five. */
const LAG_MS = 20_000;
/** Right after the last step the bake waits once: the step has judged the same. */
const JUST_WATCHED_MS = 2000;
const THROTTLED = /throttl|rate exceeded|request ?limit/iu;

interface Reactions {
  /** What is wrong with the wait that the rollout has just written down. */
  fault(run: RolloutRecord, write: Wrote, input: OutcomeInput): string | undefined;
}

/**
 * From the first step until blue is released, a rollout waits no longer than it takes to see in time that green is bad; and no
 * step that began after an abort or while an alarm rang goes on waiting.
 */
export function openReactions(): Reactions {
  const abortedAt = new Map<string, number>();
  return {
    fault: (run, write, input) => {
      // A person who settles on green takes the abort back.
      if (run.abort === null) abortedAt.delete(run.id);
      else if (!abortedAt.has(run.id)) abortedAt.set(run.id, input.world.now());
      const before = write.before as RolloutRecord | undefined;
      if (run.waiting === null || run.waiting.since === before?.waiting?.since || !isWatched(run))
        return undefined;
      return (
        waitFault(run, run.waiting) ?? goesOnFault(run, write, { input, abortedAt: abortedAt.get(run.id) })
      );
    },
  };
}

type Waiting = NonNullable<RolloutRecord["waiting"]>;

const lengthOf = ({ since, until }: Waiting): number => until - since;

const waitFault = ({ phase }: RolloutRecord, waiting: Waiting): string | undefined =>
  lengthOf(waiting) > LONGEST_WAIT_MS
    ? `${phase} waits ${lengthOf(waiting)} ms without a poll: ${waiting.reason}`
    : undefined;

interface Known {
  readonly input: OutcomeInput;
  readonly abortedAt: number | undefined;
}

function goesOnFault(run: RolloutRecord, write: Wrote, { input, abortedAt }: Known): string | undefined {
  const { startedAt } = write.invocation;
  // Nothing is done of what may not be done now.
  if (run.waiting === null) return undefined;
  const isFrozen = input.view.freezes.size > 0 || run.waiting.reason.startsWith("frozen");
  if (excused("as-declared: a wait while frozen", isFrozen)) return undefined;
  if (abortedAt !== undefined && abortedAt < startedAt)
    return `${run.phase} goes on, aborted before it began`;
  const alarm = hasJudged(run, run.waiting, write) ? ringingAlarm(run, startedAt - LAG_MS, input) : undefined;
  return alarm && `${run.phase} goes on while ${alarm} has been in ALARM since before it began`;
}

/** Whether the step that waits has judged green: nothing failed that it read, and it is no wait for a read-back. */
function hasJudged(run: RolloutRecord, waiting: Waiting, { invocation }: Wrote): boolean {
  const isUnjudged =
    invocation.isDisturbed || THROTTLED.test(waiting.reason) || lengthOf(waiting) <= SHORT_WAIT_MS;
  if (excused("as-declared: a wait for a read-back, or after a call that failed", isUnjudged)) return false;
  const isBakesFirst = run.phase === "Bake" && waiting.since - run.phaseStartedAt < JUST_WATCHED_MS;
  return !excused("as-declared: the first wait of the bake", isBakesFirst);
}

const isWatched = ({ phase, failure, milestones, endedAt }: RolloutRecord): boolean =>
  WATCHED.has(phase) && failure === null && endedAt === null && milestones["blue-released"] === undefined;

/** CloudWatch's clock and two processes', ten seconds and five each: what rang so soon counts as before. */
const SKEW_MS = 20_000;

/** One that rang before green had traffic is not judged while blue has a share, and is waited for afterwards. */
function rangBefore(
  run: RolloutRecord,
  { stateUpdatedAt }: { readonly stateUpdatedAt: number },
  { view }: OutcomeInput,
): boolean {
  const isPulling = run.declaration?.traffic.strategy === "none";
  const launched = view.generations.get(run.green)?.createdAt;
  const firstAt = isPulling ? launched : run.milestones["first-traffic"];
  return firstAt === undefined || stateUpdatedAt < firstAt + SKEW_MS;
}

function ringingAlarm(run: RolloutRecord, since: number, input: OutcomeInput): string | undefined {
  const { world } = input;
  const isPulling = run.declaration?.traffic.strategy === "none";
  if (!isPulling && run.traffic.setPercent === 0) return undefined;
  const names = (run.declaration?.gates ?? []).flatMap((gate) => (gate.kind === "alarm" ? gate.alarms : []));
  return names.find((name) => {
    const alarm = world.state.alarms.get(name);
    if (alarm?.state !== "ALARM" || alarm.stateUpdatedAt >= since) return false;
    const isOld = rangBefore(run, alarm, input);
    return !excused("as-declared: an alarm that rang before green had traffic", isOld);
  });
}
