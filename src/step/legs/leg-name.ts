import { createHash } from "node:crypto";

/** The most that a name of an execution has (aws-facts 5). */
const MOST = 80;

/** The name of the execution that carries a leg: the same for the same leg, so that starting it twice starts it once. */
export function legName(run: string, number: number): string {
  const end = `-leg-${number}`;
  if (run.length + end.length <= MOST) return `${run}${end}`;
  // Two long ids that begin alike must not share their legs.
  const hash = createHash("sha256").update(run).digest("hex").slice(0, 12);
  return `${run.slice(0, 50)}-${hash}${end}`;
}
