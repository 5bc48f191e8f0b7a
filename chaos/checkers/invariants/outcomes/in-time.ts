import type { Phase, RolloutRecord } from "../../../../src/domain/run/rollout.ts";
import { parseDuration } from "../../../../src/domain/duration.ts";
import type { OutcomeInput } from "../../checker-input.ts";
import { excused } from "../../exemptions.ts";
import type { Invariant, Wrote } from "../../invariant.ts";

/** Two processes whose clocks are each off by five seconds, and what a step takes until it has judged. */
const LATE_MS = 30_000;
/** The phases in which green is waited for, with what each has. */
const LIMITS: Readonly<
  Partial<Record<Phase, { readonly key: "launch" | "validate"; readonly usual: string }>>
> = {
  ObserveGreen: { key: "launch", usual: "20m" },
  ValidateGreen: { key: "validate", usual: "15m" },
};
const THROTTLED = /throttl|rate exceeded|request ?limit/iu;

/**
 * Green has the declared time to come up, and the declared time to be proved good: no step waits on after that. The time is
 * counted as the record does, from when the phase began or green and blue were ill together; a freeze moves both.
 */
export const inTime = (): Invariant<OutcomeInput> => ({
  name: "in-time",
  wrote: (write, { world }) => {
    if (!write.sort.startsWith("rollout#")) return undefined;
    const run = write.body as unknown as RolloutRecord;
    const before = write.before as RolloutRecord | undefined;
    const limit = LIMITS[run.phase];
    if (limit === undefined || run.waiting === null || run.waiting.since === before?.waiting?.since)
      return undefined;
    const seconds = parseDuration(run.declaration?.deadlines?.[limit.key] ?? limit.usual) ?? 0;
    const waited = world.now() - Math.max(run.phaseStartedAt, run.timers.stood ?? 0);
    if (waited <= seconds * 1000 + LATE_MS || isNoJudgement(run.waiting.reason, write)) return undefined;
    return `${run.id} waits in ${run.phase} after ${Math.round(waited / 1000)} s, ${limit.key} has ${seconds} s: ${run.waiting.reason}`;
  },
});

/** A step that was frozen, throttled or disturbed has judged nothing, nor has one before green's servers can have booted. */
const isNoJudgement = (reason: string, { invocation }: Wrote): boolean =>
  excused(
    "in-time: a wait in which nothing was judged",
    reason.startsWith("frozen") || THROTTLED.test(reason),
  ) ||
  excused("in-time: a step of which a call failed", invocation.isDisturbed) ||
  excused("in-time: servers that boot as long as blue's did", reason.startsWith("the servers are booting"));
