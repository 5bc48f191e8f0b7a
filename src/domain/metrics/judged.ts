import type { GateVerdict } from "../gate.ts";

/** What a judge of one metric answers, with what it measured in words. */
export type Judged = Pick<GateVerdict, "verdict" | "reason" | "value" | "threshold" | "ending" | "isEarly">;

/** Rolled back, and not blamed: with nothing to compare it with at the same moment, something else may be the cause. */
export const NOT_BLAMED = { imageAtFault: false, error: "MetricFailed" } as const;

/** Both sides are as bad at the same moment: that says nothing of the image. */
export const BOTH_ILL = { imageAtFault: false, error: "BothIll" } as const;
