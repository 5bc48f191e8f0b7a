import { formatDuration } from "../../domain/duration.ts";
import type { Plan } from "./plan.ts";

/** A plan as a person reads it. */
interface PlanRows {
  readonly verdict: string;
  /** From which image to which, how many servers, how long; undefined where nothing would change. */
  readonly summary: string | undefined;
  /** When, phase, call, on what, reason. */
  readonly steps: readonly (readonly [string, string, string, string, string])[];
}

/** What the plan says, in words. */
export function planRows(plan: Plan): PlanRows {
  const { fleet, imageFrom, imageTo, size, estimatedSeconds } = plan;
  const verdict = `${fleet}: ${plan.verdict}: ${plan.reason}`;
  if (plan.verdict !== "changes") return { verdict, summary: undefined, steps: [] };
  const took = formatDuration(estimatedSeconds);
  return {
    verdict,
    summary: `image ${imageFrom ?? "none"} → ${imageTo}, ${size} servers, about ${took}`,
    steps: plan.steps.map(
      ({ at, phase, action, subject, reason }) =>
        [`+${formatDuration(at)}`, phase, action, subject, reason] as const,
    ),
  };
}
