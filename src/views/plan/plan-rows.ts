import { formatDuration } from "../../domain/duration.ts";
import { formatInstant } from "../../domain/format-instant.ts";
import type { Plan } from "./plan.ts";

/** A plan as a person reads it. */
interface PlanRows {
  readonly verdict: string;
  /** From which image to which, how many servers, how long; undefined where nothing would change. */
  readonly summary: string | undefined;
  /** When the fleet's servers are due for their age; undefined where that is not known. */
  readonly age: string | undefined;
  /** One line each. */
  readonly warnings: readonly string[];
  /** When, phase, call, on what, reason. */
  readonly steps: readonly (readonly [string, string, string, string, string])[];
}

/** What the plan says, in words. */
export function planRows(plan: Plan): PlanRows {
  const { fleet, imageFrom, imageTo, size, estimatedSeconds, ageDue } = plan;
  const verdict = `${fleet}: ${plan.verdict}: ${plan.reason}`;
  const age = ageDue
    ? `the first of its servers is due for its age on ${formatInstant(ageDue.at)} (${ageDue.server})`
    : undefined;
  const warnings = plan.warnings.map(({ place, why }) => `to be known: ${place}: ${why}`);
  if (plan.verdict !== "changes") return { verdict, age, warnings, summary: undefined, steps: [] };
  const took = formatDuration(estimatedSeconds);
  return {
    verdict,
    age,
    warnings,
    summary: `image ${imageFrom ?? "none"} → ${imageTo}, ${size} servers, about ${took}`,
    steps: plan.steps.map(
      ({ at, phase, action, subject, reason }) =>
        [`+${formatDuration(at)}`, phase, action, subject, reason] as const,
    ),
  };
}
