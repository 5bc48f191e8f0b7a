import type { RolloutRecord } from "../../../../src/domain/run/rollout.ts";
import { type BegunRun, surelyClosed, usedUpBy } from "../../brakes/closed-times.ts";
import type { CheckerInput } from "../../checker-input.ts";
import { excused } from "../../exemptions.ts";
import { admittedBy, type Invariant, type Wrote } from "../../invariant.ts";

/** Of the account's slots item. */
interface Slots {
  readonly atOnce: number | null;
  readonly runs: readonly { readonly run: string }[];
}

/**
 * No rollout is admitted while every window, or the change calendar, is closed by the world's own clock; none beyond its budget; and
 * none without a slot, of which no more are ever given than there are, and none is kept by what has ended. A person waits for a slot
 * alone.
 */
export const brakes = (): Invariant => {
  const begun: BegunRun[] = [];
  let slots: Slots | undefined;
  /** Runs that have not ended: one that can go neither on nor back keeps its slot until a person sees to it. */
  const open = new Set<string>();
  return {
    name: "brakes",
    wrote: (write, input) => {
      if (write.partition === "account" && write.sort === "slots") {
        const before = slots?.runs.length ?? 0;
        slots = write.body as unknown as Slots;
        const { atOnce, runs } = slots;
        if (atOnce !== null && runs.length > Math.max(atOnce, before))
          return `${runs.length} rollouts have one of ${atOnce} slots`;
      }
      if (/^(rollout|recycle)#/.test(write.sort)) keepOpen(open, write.body as unknown as RunEnd);
      const admitted = admittedBy(write);
      if (admitted === undefined) return undefined;
      const fault = beyond(admitted, begun, slots, { write, input });
      begun.push({ at: input.world.now(), reason: admitted.cause.reason });
      return fault;
    },
    quiescent: () => {
      const kept = slots?.runs.find(({ run }) => !open.has(run));
      return kept === undefined ? undefined : `${kept.run} has a slot, and nothing runs any more`;
    },
  };
};

type RunEnd = Pick<RolloutRecord, "id" | "endedAt">;

function keepOpen(open: Set<string>, { id, endedAt }: RunEnd): void {
  if (endedAt === null) open.add(id);
  else open.delete(id);
}

const UNBOUND = ["access", "health"];

function beyond(
  { id, cause }: RolloutRecord,
  begun: readonly BegunRun[],
  slots: Slots | undefined,
  { write, input }: { readonly write: Wrote; readonly input: CheckerInput },
): string | undefined {
  const times = input.view.brakes;
  if (times === undefined) return undefined;
  const now = input.world.now();
  if (slots?.atOnce != null && !slots.runs.some(({ run }) => run === id))
    return `${id} is admitted without a slot`;
  const asked =
    cause.reason === "operator" || cause.serves.some((each) => / pinned | wants servers /.test(each));
  if (excused("brakes: what a person asks for", asked)) return undefined;
  // What is the most urgent of what it serves is its reason, whatever else let it begin.
  const isOfAge = cause.reason === "age" || cause.serves.some((each) => /: age is /.test(each));
  const isHard = isOfAge && isTooOld(times.hardAgeMs, input);
  const closed = surelyClosed(times, { from: write.invocation.startedAt, to: now }, isHard);
  if (closed !== undefined) return `${id} is admitted, and ${closed}`;
  if (isHard || UNBOUND.includes(cause.reason)) return undefined;
  const used = usedUpBy(begun, times, { at: now, reason: cause.reason });
  return used && `${id} is admitted, and ${used}`;
}

/** Clocks are five seconds off, and a launch is a moment before its interface. */
const MOMENT_MS = 60_000;

/** Whether a server is as old as none may get, by the world itself: those of any generation, as a scan may have seen them before they went. */
const isTooOld = (hardAgeMs: number | null, { world }: CheckerInput): boolean =>
  hardAgeMs !== null &&
  [...world.state.instances.values()].some(
    ({ launchedAt }) => launchedAt + hardAgeMs <= world.now() + MOMENT_MS,
  );
