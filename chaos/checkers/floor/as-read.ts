import type { CheckerInput } from "../checker-input.ts";
import { least } from "../sides.ts";

interface Moved {
  /** Since then what the change is made by may have been read. */
  readonly since: number;
  readonly floor: number;
  /** Target groups that have traffic before it and after it. */
  readonly before: readonly string[];
  readonly after: readonly string[];
}

/**
 * Whether who is left in traffic were enough by what may have been read since the step began: the floor, or as many as answered
 * where the traffic was. Fewer at the change itself were lost meanwhile, or have come back where it was.
 */
export function isAsRead({ since, floor, before, after }: Moved, { serving, view }: CheckerInput): boolean {
  const ids = new Set([...view.generations.values()].flatMap(({ group }) => [...serving.members(group)]));
  const left = sum(after.map((arn) => serving.healthySince(arn, since, ids)));
  return left >= least([floor, sum(before.map((arn) => serving.fewestHealthy(arn, since, ids)))]);
}

const sum = (counts: readonly number[]): number => counts.reduce((all, each) => all + each, 0);
