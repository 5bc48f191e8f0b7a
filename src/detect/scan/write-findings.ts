import { type Finding, findingKey } from "../../domain/findings/finding.ts";
import type { OutgoingEvent } from "../../domain/outbox/outbox.ts";
import { appendEntry, appendOnce, type Entry } from "../../ledger/entries.ts";
import { liftFinding, markPublished, putFinding } from "../../ledger/findings.ts";
import type { ScanContext } from "./context.ts";
import type { FleetFindings } from "./judge-fleet.ts";

/** Who writes: the scan, or who took a claim about one server. */
export type WritingContext = Pick<ScanContext, "ledger" | "clock" | "publish"> & { readonly actor: string };

/** Writes down what a scan changes of a fleet's findings, and tells of each new one once. Nothing new, nothing written. */
export async function writeFindings(
  { fleet, standing, put, lift }: FleetFindings,
  context: WritingContext,
): Promise<void> {
  const { ledger, clock, actor } = context;
  const known = new Map(standing.map((each) => [findingKey(each), each]));
  const unpublished: Finding[] = [];
  for (const found of put) {
    const before = known.get(findingKey(found));
    // Recorded first: who dies in between does it again.
    if (found.isPublished && needsMore(found, before)) await recordNeed(fleet, found, context);
    const stored = await putFinding(ledger, fleet, found, clock.now());
    if (stored.isPublished) continue;
    unpublished.push(stored);
    // One that stood unpublished may have been recorded before the scan that found it died.
    const append = before === undefined ? appendEntry : appendOnce;
    await append(
      ledger,
      entryOf(fleet, { action: "finding", reason: findingReason(stored), about: stored, actor }, clock.now()),
    );
  }
  await publishFindings(fleet, unpublished, context);
  for (const over of lift) {
    const reason = `${over.server}: ${over.field} is no longer ${over.observed}`;
    // Recorded first: who dies in between records it again, and none is lifted that nobody can read of.
    await appendEntry(
      ledger,
      entryOf(fleet, { action: "lift-finding", reason, about: over, actor }, clock.now()),
    );
    await liftFinding(ledger, fleet, over, clock.now());
  }
}

/** Whether what it needs has come up since it was published. */
const needsMore = ({ evidence }: Finding, before: Finding | undefined): boolean =>
  evidence["needs"] !== undefined && before?.evidence["needs"] === undefined;

async function recordNeed(
  fleet: string,
  found: Finding,
  { ledger, clock, actor }: WritingContext,
): Promise<void> {
  const reason = findingReason(found);
  await appendOnce(ledger, entryOf(fleet, { action: "finding", reason, about: found, actor }, clock.now()));
}

const ACTS = {
  replace: "it is to be replaced",
  approve: "a person is asked to approve its replacement",
  report: "observed",
} as const;

const findingReason = ({ server, field, observed, expected, mode, evidence }: Finding): string => {
  const needs = evidence["needs"];
  const what =
    typeof needs === "string"
      ? `servers were replaced for it before, so the fleet needs ${needs}`
      : ACTS[mode];
  return `${server}: ${field} is ${observed}, expected ${expected}; ${what}`;
};

/**
 * A finding is kept in its own item until the bus took its event, and only then marked: a scan that dies in between
 * says it again, and what the bus refuses is said by the next scan that finds it.
 */
async function publishFindings(
  fleet: string,
  findings: readonly Finding[],
  { ledger, publish }: WritingContext,
): Promise<void> {
  if (findings.length === 0) return;
  const answers = await publish(findings.map((found) => eventOf(fleet, found)));
  for (const [index, found] of findings.entries()) {
    if (answers[index] !== true) continue;
    await markPublished(ledger, fleet, found);
  }
}

const DETAIL_TYPES = {
  age: "Instance Age Threshold Reached",
  drift: "Instance Drift Detected",
  access: "Instance Access Detected",
  health: "Instance Maintenance Scheduled",
} as const satisfies Record<Finding["kind"], string>;

function eventOf(fleet: string, found: Finding): OutgoingEvent {
  const { server: instance, field, expected, observed, since, dueAt, mode } = found;
  const at = { since: new Date(since).toISOString(), dueAt: new Date(dueAt).toISOString() };
  return {
    id: `${findingKey(found)}#${since}`,
    detailType: DETAIL_TYPES[found.kind],
    detail: { fleet, instance, field, expected, observed, ...at, mode, sentence: findingReason(found) },
  };
}

interface Noted {
  readonly action: "finding" | "lift-finding";
  readonly reason: string;
  readonly about: Finding;
  readonly actor: string;
}

const entryOf = (fleet: string, { action, reason, about, actor }: Noted, at: number): Entry => ({
  at,
  fleet,
  rollout: null,
  phase: null,
  kind: "evidence",
  actor,
  action,
  subject: about.server,
  reason,
  evidence: { kind: about.kind, ...about.evidence },
});
