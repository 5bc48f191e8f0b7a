import { canonicalRollouts } from "../canonical.ts";
import { injuries, undisturbed } from "./crash-point.ts";
import type { PointAnswer, PointTask } from "./exhaust-worker.ts";
import type { ChaosOptions } from "../options.ts";
import { runPool } from "../pool.ts";
import { isInPart } from "./in-part.ts";

interface Reference {
  readonly name: string;
  readonly points: number;
  readonly endState: string;
}

/**
 * Kills the canonical rollouts at every call, every write and every start, in every way, and lets them be taken up again;
 * of these points a part, if only that is asked for. Each has to end in the world that it ends in undisturbed. Answers the
 * exit code.
 */
export async function exhaust({ json, part }: Pick<ChaosOptions, "json" | "part">): Promise<number> {
  const references = await Promise.all(canonicalRollouts.map(referenceOf));
  const points = references.flatMap(({ points: count }, rollout) =>
    Array.from({ length: count }, (_, point) =>
      injuries.map((injury): PointTask => ({ rollout, point, injury })),
    ).flat(),
  );
  const tasks = points.filter(isInPart(part));
  const differing: PointAnswer[] = [];
  let [next, done] = [0, 0];
  const began = performance.now();
  await runPool<PointTask, PointAnswer>({
    url: new URL("./exhaust-worker.ts", import.meta.url),
    next: () => tasks[next++],
    stalled: (task) => ({ ...task, endState: "", violation: "quiescence: the run does not end" }),
    take: (answer) => {
      done += 1;
      if (answer.violation !== undefined || answer.endState !== references[answer.rollout]?.endState)
        differing.push(answer);
      if (!json && done % 50 === 0)
        process.stderr.write(`\r${done} of ${tasks.length}, ${differing.length} differ   `);
    },
  });
  const seconds = (performance.now() - began) / 1000;
  process.stderr.write("\r");
  process.stdout.write(
    `${json ? JSON.stringify({ tried: done, seconds, differing }, null, 2) : textOf(references, differing, tasks)}\n`,
  );
  return differing.length === 0 ? 0 : 1;
}

async function referenceOf({ name, plan }: (typeof canonicalRollouts)[number]): Promise<Reference> {
  const { result, points } = await undisturbed(plan);
  if (result.violation)
    throw new Error(`${name} violates ${result.violation.invariant} undisturbed: ${result.violation.what}`);
  return { name, points, endState: result.endState };
}

function textOf(
  references: readonly Reference[],
  differing: readonly PointAnswer[],
  tasks: readonly PointTask[],
): string {
  const violating = differing.filter(({ violation }) => violation !== undefined).length;
  return [
    ...differing.map(({ rollout, point, injury, violation, endState }) => {
      const reference = references[rollout];
      const what = violation ?? `ends otherwise:\n${differenceOf(reference?.endState ?? "", endState)}`;
      return `${reference?.name}, point ${point}, ${injury}: ${what}`;
    }),
    ...references.map(({ name, points }, index) => {
      const tried = tasks.filter(({ rollout }) => rollout === index).length;
      return `  ${name}: ${points} points, ${tried} tried`;
    }),
    `${tasks.length} crash points tried, ${violating} violate an invariant, ${differing.length - violating} end otherwise`,
  ].join("\n");
}

/** The lines in which two end states differ. */
export function differenceOf(wanted: string, found: string): string {
  const [before, after] = [new Set(wanted.split("\n")), new Set(found.split("\n"))];
  return [
    ...[...before].filter((line) => !after.has(line)).map((line) => `    - ${line.trim()}`),
    ...[...after].filter((line) => !before.has(line)).map((line) => `    + ${line.trim()}`),
  ].join("\n");
}
