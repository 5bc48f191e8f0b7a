import * as z from "zod";
import { besideLogin } from "../domain/access/login.ts";
import type { ChangedFindings } from "../domain/findings/changed-findings.ts";
import { type Finding, finding, findingKey } from "../domain/findings/finding.ts";
import { againOnConflict } from "./conflict.ts";
import { fleetPartition } from "./keys.ts";
import type { Ledger, LedgerKey } from "./ledger.ts";
import { defineRecord } from "./stored.ts";

/** One that comes back so soon is the one that was there before. */
const BACK_WITHIN_MS = 86_400_000;

const record = defineRecord({
  kind: "finding",
  schema: 1,
  /** Null: it was lifted, at that instant. No function may delete from the ledger. */
  shape: z.strictObject({
    finding: finding.nullable(),
    lifted: z.strictObject({ since: z.number(), isPublished: z.boolean(), at: z.number() }).nullable(),
    /** What becomes of it when the scan has ended that wrote this in one of its parts. Null: it is lifted. */
    staged: z.strictObject({ part: z.number(), finding: finding.nullable() }).exactOptional(),
  }),
});

const PREFIX = "finding#";
const keyOf = (fleet: string, key: string): LedgerKey => ({
  partition: fleetPartition(fleet),
  sort: PREFIX + key,
});

/** The findings about the fleet's servers that stand, in order of the servers' ids. */
export async function listFindings(ledger: Ledger, fleet: string): Promise<readonly Finding[]> {
  const items = await ledger.list(fleetPartition(fleet), { prefix: PREFIX });
  return items.flatMap((item) => record.parse(item).finding ?? []);
}

/**
 * Writes a finding down, and returns it as it stands: one that stood before, or a day ago still, keeps since when it does
 * and whether it was told of.
 */
export async function putFinding(
  ledger: Ledger,
  fleet: string,
  found: Finding,
  now: number,
): Promise<Finding> {
  const key = keyOf(fleet, findingKey(found));
  return againOnConflict(async () => {
    const item = await ledger.get(key);
    const finding = asItStands(item && record.parse(item), found, now);
    await ledger.put(record.write(key, { finding, lifted: null }), item?.revision ?? "absent");
    return finding;
  });
}

/** With what is kept of the one that stood before, or stood a day ago still. */
function asItStands(
  before: ReturnType<typeof record.parse> | undefined,
  found: Finding,
  now: number,
): Finding {
  const back = before?.lifted && now - before.lifted.at < BACK_WITHIN_MS ? before.lifted : null;
  const known = before?.finding ?? back;
  return {
    ...besideLogin(before?.finding ?? undefined, found),
    since: known?.since ?? found.since,
    isPublished: found.isPublished || (known?.isPublished ?? false),
  };
}

/**
 * Marks a finding as published, and changes nothing else: who published it may have been slow, and the finding be another by
 * now, or lifted.
 */
export async function markPublished(ledger: Ledger, fleet: string, published: Finding): Promise<void> {
  const key = keyOf(fleet, findingKey(published));
  await againOnConflict(async () => {
    const item = await ledger.get(key);
    if (item === undefined) return;
    const { finding: stands, lifted, ...rest } = record.parse(item);
    if ((stands ?? lifted)?.since !== published.since || (stands ?? lifted)?.isPublished === true) return;
    const marked = {
      ...rest,
      finding: stands && { ...stands, isPublished: true },
      lifted: lifted && { ...lifted, isPublished: true },
    };
    await ledger.put(record.write(item, marked), item.revision);
  });
}

/** Lifts a finding: it does not stand any more. */
export async function liftFinding(
  ledger: Ledger,
  fleet: string,
  lifted: Pick<Finding, "server" | "kind" | "field">,
  now: number,
): Promise<void> {
  const key = keyOf(fleet, findingKey(lifted));
  await againOnConflict(async () => {
    const item = await ledger.get(key);
    const stands = item && record.parse(item).finding;
    if (item === undefined || stands == null) return;
    const { since, isPublished } = stands;
    await ledger.put(
      record.write(item, { finding: null, lifted: { since, isPublished, at: now } }),
      item.revision,
    );
  });
}

/** What parts of a scan have found of a fleet, as long as the scan goes on. */
interface StagedFindings extends ChangedFindings {
  /** The findings that stand until it has ended. */
  readonly standing: readonly Finding[];
}

/** Writes down what a part of a scan changes of a finding; null: it lifts it. Nothing stands or is lifted by that. */
export async function stageFinding(
  ledger: Ledger,
  fleet: string,
  about: Pick<Finding, "server" | "kind" | "field">,
  { part, finding: next }: { readonly part: number; readonly finding: Finding | null },
): Promise<void> {
  const key = keyOf(fleet, findingKey(about));
  await againOnConflict(async () => {
    const item = await ledger.get(key);
    const before = item === undefined ? { finding: null, lifted: null } : record.parse(item);
    const staged = { part, finding: next };
    await ledger.put(record.write(key, { ...before, staged }), item?.revision ?? "absent");
  });
}

/** What these parts of a scan have staged of a fleet, beside what stands. What other scans have staged never ended. */
export async function listStaged(
  ledger: Ledger,
  fleet: string,
  parts: readonly number[],
): Promise<StagedFindings> {
  const items = await ledger.list(fleetPartition(fleet), { prefix: PREFIX });
  const standing: Finding[] = [];
  const put: Finding[] = [];
  const lift: Finding[] = [];
  for (const item of items) {
    const { finding: stands, staged } = record.parse(item);
    if (stands !== null) standing.push(stands);
    if (staged === undefined || !parts.includes(staged.part)) continue;
    if (staged.finding !== null) put.push(staged.finding);
    else if (stands !== null) lift.push(stands);
  }
  return { standing, put, lift };
}
