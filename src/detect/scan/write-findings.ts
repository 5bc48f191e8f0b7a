import { formatInstant } from "../../domain/format-instant.ts";
import { type Finding } from "../../domain/findings/finding.ts";
import { appendEntry } from "../../ledger/entries.ts";
import { liftFinding, listFindings, putFinding } from "../../ledger/findings.ts";
import { writeGeneration } from "../../ledger/generations.ts";
import type { ScanContext } from "./context.ts";
import type { JudgedFleet } from "./judge-fleet.ts";

const ACTOR = "scan";

/** Writes down what a scan changes of a fleet's findings, and tells of each new one once. Nothing new, nothing written. */
export async function writeFindings(
  fleet: string,
  { put, lift, live }: JudgedFleet,
  revision: number | null,
  context: ScanContext,
): Promise<void> {
  const { ledger, clock } = context;
  if (revision !== null) await writeGeneration(ledger, live, revision);
  const known = new Set(put.length === 0 ? [] : (await listFindings(ledger, fleet)).map(nameOf));
  for (const found of put) {
    const isNew = !known.has(nameOf(found));
    const stored = await putFinding(ledger, fleet, found, clock.now());
    if (isNew && !stored.isTold) await tellFound(fleet, stored, context);
    else if (!stored.isTold) await tell(fleet, stored, context);
  }
  for (const over of lift) {
    await liftFinding(ledger, fleet, over, clock.now());
    await note(
      fleet,
      "lift-finding",
      `${over.server}: ${over.field} is no longer ${over.observed}`,
      over,
      context,
    );
  }
}

const nameOf = ({ server, kind, field }: Finding): string => `${server} ${kind} ${field}`;

async function tellFound(fleet: string, found: Finding, context: ScanContext): Promise<void> {
  const { server, field, observed, expected, mode } = found;
  const acts = {
    replace: "it is to be replaced",
    approve: "observed: there are no approvals yet",
    report: "observed",
  };
  const reason = `${server}: ${field} is ${observed}, expected ${expected}; ${acts[mode]}`;
  await note(fleet, "finding", reason, found, context);
  await tell(fleet, found, context);
}

/** Marked only afterwards: a scan that dies in between tells again, and none is told of by nobody. */
async function tell(fleet: string, found: Finding, { ledger, clock, publish }: ScanContext): Promise<void> {
  const type = found.kind === "age" ? "Instance Age Threshold Reached" : "Instance Drift Detected";
  const { server: instance, field, expected, observed, since, dueAt, mode } = found;
  const at = { since: formatInstant(since), dueAt: formatInstant(dueAt) };
  const isTaken = await publish(type, { fleet, instance, field, expected, observed, ...at, mode });
  // The next scan that finds it tells of it.
  if (isTaken === false) return;
  await putFinding(ledger, fleet, { ...found, isTold: true }, clock.now());
}

async function note(
  fleet: string,
  action: string,
  reason: string,
  { server, kind, evidence }: Finding,
  { ledger, clock }: ScanContext,
): Promise<void> {
  const about = {
    at: clock.now(),
    fleet,
    rollout: null,
    phase: null,
    kind: "evidence" as const,
    actor: ACTOR,
  };
  await appendEntry(ledger, { ...about, action, subject: server, reason, evidence: { kind, ...evidence } });
}
