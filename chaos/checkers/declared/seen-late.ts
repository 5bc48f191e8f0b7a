import type { OutcomeInput } from "../checker-input.ts";

/** What makes a process see the world as it was, or act on it late. */
const LATE = ["stale-reads", "answers-lost", "service-errors", "lambda-stalls a while", "processes-pause"];
const LATE_MS = 300_000;

/** Whether what is done now may be done on what was seen minutes ago. */
export const isLate = ({ disturbances, world }: OutcomeInput): boolean =>
  LATE.some((kind) => world.now() - (disturbances.get(kind) ?? Number.NEGATIVE_INFINITY) < LATE_MS);
