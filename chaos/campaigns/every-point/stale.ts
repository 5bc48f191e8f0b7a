import { canonicalRollouts } from "../canonical.ts";
import { undisturbed } from "./crash-point.ts";
import { differenceOf } from "./exhaustive.ts";
import type { ChaosOptions } from "../options.ts";
import { runPool } from "../pool.ts";
import { isInPart } from "./in-part.ts";
import type { StaleAnswer, StaleTask } from "./stale-worker.ts";

/** How long ago a read may be answered as of, seconds: the ends of the range and its middle. */
const LAGS = [1, 4, 10];

interface Reference {
  readonly name: string;
  readonly endState: string;
  readonly changes: Readonly<Record<string, number>>;
  readonly reads: number;
  readonly looks: number;
}

/**
 * Answers every read of the canonical rollouts as of an earlier moment, and leaves every look out, one at a time, in the
 * way of Sieve (OSDI 2022); of these a part, if only that is asked for. Each has to end in the same world, having made the
 * same things. Answers the exit code.
 */
export async function lag({ json, part }: Pick<ChaosOptions, "json" | "part">): Promise<number> {
  const references = await Promise.all(canonicalRollouts.map(referenceOf));
  const every = references.flatMap(({ reads, looks }, rollout) => [
    ...indices(reads).flatMap((index) => LAGS.map((seconds): StaleTask => ({ rollout, index, seconds }))),
    ...indices(looks).map((index): StaleTask => ({ rollout, index, seconds: null })),
  ]);
  const tasks = every.filter(isInPart(part));
  const differing: { readonly answer: StaleAnswer; readonly how: string }[] = [];
  let [next, done] = [0, 0];
  await runPool<StaleTask, StaleAnswer>({
    url: new URL("./stale-worker.ts", import.meta.url),
    next: () => tasks[next++],
    stalled: (task) => ({
      ...task,
      endState: "",
      changes: {},
      violation: "quiescence: the run does not end",
    }),
    take: (answer) => {
      done += 1;
      const how = differs(references[answer.rollout], answer);
      if (how !== undefined) differing.push({ answer, how });
      if (!json && done % 50 === 0)
        process.stderr.write(`\r${done} of ${tasks.length}, ${differing.length} differ   `);
    },
  });
  process.stderr.write("\r");
  const violating = differing.filter(({ answer }) => answer.violation !== undefined).length;
  const text = [
    ...differing.map(({ answer: { rollout, index, seconds }, how }) => {
      const where = seconds === null ? `look ${index} left out` : `read ${index} as of ${seconds} s ago`;
      return `${references[rollout]?.name}, ${where}: ${how}`;
    }),
    ...references.map(({ name, reads, looks }) => `  ${name}: ${reads} reads, ${looks} looks`),
    `${done} stale reads and skipped looks tried, ${violating} violate an invariant, ${differing.length - violating} differ`,
  ].join("\n");
  process.stdout.write(`${json ? JSON.stringify({ tried: done, differing }, null, 2) : text}\n`);
  return differing.length === 0 ? 0 : 1;
}

const indices = (count: number): number[] => Array.from({ length: count }, (_, index) => index);

async function referenceOf({ name, plan }: (typeof canonicalRollouts)[number]): Promise<Reference> {
  const { result, reads, looks } = await undisturbed(plan);
  const { endState, changes, violation } = result;
  if (violation) throw new Error(`${name} violates ${violation.invariant} undisturbed: ${violation.what}`);
  return { name, endState, changes, reads, looks };
}

/** What makes or sends something: doing it once more is never harmless. */
const MAKING = ["CreateAutoScalingGroup", "CreateLaunchTemplateVersion", "SendCommand"];
/** Changes that a lagging read may cost: each is one that finds that it has been made already. */
const MOST_MORE = 2;

function differs(reference: Reference | undefined, answer: StaleAnswer): string | undefined {
  if (reference === undefined || answer.violation !== undefined) return answer.violation;
  if (answer.endState !== reference.endState)
    return `ends otherwise:\n${differenceOf(reference.endState, answer.endState)}`;
  const made = MAKING.find((action) => (answer.changes[action] ?? 0) !== (reference.changes[action] ?? 0));
  if (made !== undefined)
    return `${made} ${answer.changes[made] ?? 0} times instead of ${reference.changes[made] ?? 0}`;
  const more = total(answer.changes) - total(reference.changes);
  return more > MOST_MORE ? `${more} changes more: ${JSON.stringify(answer.changes)}` : undefined;
}

const total = (changes: Readonly<Record<string, number>>): number =>
  Object.values(changes).reduce((sum, each) => sum + each, 0);
