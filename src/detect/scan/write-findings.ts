import { formatInstant } from "../../domain/format-instant.ts";
import { type Finding, findingKey } from "../../domain/findings/finding.ts";
import { appendEntry, appendOnce, type Entry } from "../../ledger/entries.ts";
import { liftFinding, putFinding } from "../../ledger/findings.ts";
import { writeGeneration } from "../../ledger/generations.ts";
import type { ScanContext } from "./context.ts";
import type { JudgedFleet } from "./judge-fleet.ts";

/** Who writes: the scan, or who took a claim about one server. */
export type WritingContext = Pick<ScanContext, "ledger" | "clock" | "publish"> & { readonly actor: string };

/** Writes down what a scan changes of a fleet's findings, and tells of each new one once. Nothing new, nothing written. */
export async function writeFindings(
  { fleet, standing, put, lift, learned }: JudgedFleet,
  context: WritingContext,
): Promise<void> {
  const { ledger, clock, actor } = context;
  if (learned !== null) await writeGeneration(ledger, learned.generation, learned.revision);
  const known = new Set(standing.map(findingKey));
  for (const found of put) {
    const stored = await putFinding(ledger, fleet, found, clock.now());
    if (stored.isPublished) continue;
    // One that stood untold may have been recorded before the scan that found it died.
    const append = known.has(findingKey(found)) ? appendOnce : appendEntry;
    await append(
      ledger,
      entryOf(fleet, { action: "finding", reason: foundReason(stored), about: stored, actor }, clock.now()),
    );
    await publishFound(fleet, stored, context);
  }
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

const ACTS = {
  replace: "it is to be replaced",
  approve: "observed: there are no approvals yet",
  report: "observed",
} as const;

const foundReason = ({ server, field, observed, expected, mode, evidence }: Finding): string => {
  const needs = evidence["needs"];
  const what =
    typeof needs === "string"
      ? `servers were replaced for it before, so the fleet needs ${needs}`
      : ACTS[mode];
  return `${server}: ${field} is ${observed}, expected ${expected}; ${what}`;
};

/** Marked only afterwards: a scan that dies in between tells again, and none is told of by nobody. */
async function publishFound(
  fleet: string,
  found: Finding,
  { ledger, clock, publish }: WritingContext,
): Promise<void> {
  const type = found.kind === "age" ? "Instance Age Threshold Reached" : "Instance Drift Detected";
  const { server: instance, field, expected, observed, since, dueAt, mode } = found;
  const at = { since: formatInstant(since), dueAt: formatInstant(dueAt) };
  const isTaken = await publish(type, { fleet, instance, field, expected, observed, ...at, mode });
  // The next scan that finds it tells of it.
  if (isTaken === false) return;
  if (found.evidence["needs"] !== undefined)
    await publish("Fleet Needs Attention", { fleet, irregularity: foundReason(found) });
  await putFinding(ledger, fleet, { ...found, isPublished: true }, clock.now());
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
