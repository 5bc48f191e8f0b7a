import * as z from "zod";
import { type Finding, finding, findingKey } from "../domain/findings/finding.ts";
import { againOnConflict } from "./conflict.ts";
import { fleetPartition } from "./keys.ts";
import type { Ledger, LedgerKey } from "./ledger.ts";
import { defineRecord } from "./stored.ts";

const record = defineRecord({
  kind: "finding",
  schema: 1,
  /** Null: it was lifted. No function may delete from the ledger. */
  shape: z.strictObject({ finding: finding.nullable() }),
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

/** Writes a finding down. One that stands already keeps since when it does. */
export async function putFinding(ledger: Ledger, fleet: string, found: Finding): Promise<void> {
  const key = keyOf(fleet, findingKey(found));
  await againOnConflict(async () => {
    const item = await ledger.get(key);
    const before = item === undefined ? null : record.parse(item).finding;
    const write = record.write(key, { finding: { ...found, since: before?.since ?? found.since } });
    await ledger.put(write, item?.revision ?? "absent");
  });
}

/** Lifts a finding: it does not stand any more. */
export async function liftFinding(
  ledger: Ledger,
  fleet: string,
  lifted: Pick<Finding, "server" | "kind" | "field">,
): Promise<void> {
  const key = keyOf(fleet, findingKey(lifted));
  await againOnConflict(async () => {
    const item = await ledger.get(key);
    if (item === undefined || record.parse(item).finding === null) return;
    await ledger.put(record.write(item, { finding: null }), item.revision);
  });
}
