import type { Finding } from "../../../../src/domain/findings/finding.ts";
import type { RolloutRecord } from "../../../../src/domain/run/rollout.ts";
import { DONE } from "../../../world/neighbours.ts";
import type { CheckerInput } from "../../checker-input.ts";
import { hasYes } from "../../brakes/answered.ts";
import { stormOf } from "../../due-target.ts";
import type { Span } from "../../deciding-states.ts";
import { admittedBy, type Invariant } from "../../invariant.ts";

/** Reasons for which a run serves findings alone. */
const OF_FINDINGS = new Set(["drift", "age", "access", "health"]);

/**
 * A rollout that serves a finding was admitted while it stood, about a server of the live generation, to be answered by
 * replacement and due, and no storm that nobody had acknowledged. That those are answered is a matter of `converged`.
 */
export const findingsActedOn = (): Invariant => ({
  name: "findings-acted-on",
  wrote: (write, input) => {
    const admitted = admittedBy(write);
    if (admitted === undefined) return undefined;
    const spans = input.deciding.since(write.invocation.startedAt, input.world.now());
    return servedFault(admitted, spans, input);
  },
});

function servedFault(
  { id, cause }: RolloutRecord,
  spans: readonly Span[],
  { plan }: CheckerInput,
): string | undefined {
  if (!OF_FINDINGS.has(cause.reason)) return undefined;
  for (const sentence of cause.serves) {
    const [, server, field] = /^(i-\w+): (.*?) is /.exec(sentence) ?? [];
    if (server === undefined) continue;
    const isDue = (span: Span): boolean =>
      span.findings.some(
        (each) =>
          each.server === server &&
          each.field === field &&
          isActedOn(each, span) &&
          !isHeld(each, span, plan),
      );
    if (!spans.some(isDue)) return `${id} serves "${sentence}", which is not to be acted on`;
  }
  return undefined;
}

/**
 * What stands on other fleets, too, is a storm; somebody has to acknowledge it, this one and no earlier one. What a person says yes to for
 * this fleet alone is held by none.
 */
function isHeld(finding: Finding, { storms }: Span, { scans }: CheckerInput["plan"]): boolean {
  if (finding.mode === "approve") return false;
  const storm = stormOf(finding, storms);
  if (storm !== undefined) return storm.acknowledged === null;
  const isEverywhere = DONE.some(
    ({ field, observed }) => field === finding.field && observed === finding.observed,
  );
  return scans?.storm != null && isEverywhere;
}

/** Two processes whose clocks are each off by five seconds. */
const SKEW_MS = 10_000;

const isActedOn = ({ generation, mode, dueAt }: Finding, span: Span): boolean => {
  const { live, to } = span;
  if (generation !== live?.number || dueAt > to + SKEW_MS) return false;
  return mode === "replace" || (mode === "approve" && isApproved(generation, span));
};

/** Whether somebody has said yes to the drifts of this generation. */
const isApproved = (generation: number, { approvals, to }: Span): boolean =>
  approvals.some(
    (ask) => ask.kind === "drift" && ask.key.startsWith(`drift ${generation} `) && hasYes(ask, to + SKEW_MS),
  );
