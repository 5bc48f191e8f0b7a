import type { Finding } from "../../../src/domain/findings/finding.ts";
import type { RolloutRecord } from "../../../src/domain/run/rollout.ts";
import type { Span } from "../deciding-states.ts";
import { admittedBy, type Invariant } from "../invariant.ts";

/** Reasons for which a run serves findings alone. */
const OF_FINDINGS = new Set(["drift", "age"]);

/**
 * A rollout that serves a finding was admitted while it stood, about a server of the live generation, to be answered by
 * replacement and due. That those are answered is a matter of `converged`.
 */
export const findingsActedOn = (): Invariant => ({
  name: "findings-acted-on",
  wrote: (write, input) => {
    const admitted = admittedBy(write);
    if (admitted === undefined) return undefined;
    const spans = input.deciding.since(write.invocation.startedAt, input.world.now());
    return servedFault(admitted, spans);
  },
});

function servedFault({ id, cause }: RolloutRecord, spans: readonly Span[]): string | undefined {
  if (!OF_FINDINGS.has(cause.reason)) return undefined;
  for (const sentence of cause.serves) {
    const [, server, field] = /^(i-\w+): (.*?) is /.exec(sentence) ?? [];
    if (server === undefined) continue;
    const isDue = (span: Span): boolean =>
      span.findings.some((each) => each.server === server && each.field === field && isActedOn(each, span));
    if (!spans.some(isDue)) return `${id} serves "${sentence}", which is not to be acted on`;
  }
  return undefined;
}

/** Two processes whose clocks are each off by five seconds. */
const SKEW_MS = 10_000;

const isActedOn = ({ generation, mode, dueAt }: Finding, { live, to }: Span): boolean =>
  generation === live?.number && mode === "replace" && dueAt <= to + SKEW_MS;
