import * as z from "zod";
import { type ActedOn, actedOn } from "../../domain/findings/returned.ts";
import { againOnConflict } from "../conflict.ts";
import { fleetPartition } from "../keys.ts";
import type { Ledger, LedgerKey } from "../ledger.ts";
import { defineRecord } from "../stored.ts";

/** Older ones are forgotten: by then the fleet has run many other images. */
const KEPT = 50;

const record = defineRecord({
  kind: "acted on",
  schema: 1,
  shape: z.strictObject({ acted: z.array(actedOn).max(KEPT) }),
});

const keyOf = (fleet: string): LedgerKey => ({ partition: fleetPartition(fleet), sort: "acted-on" });

/** The drifts that the fleet's servers were replaced for, newest first. */
export async function readActedOn(ledger: Ledger, fleet: string): Promise<readonly ActedOn[]> {
  const item = await ledger.get(keyOf(fleet));
  return item === undefined ? [] : record.parse(item).acted;
}

/** Keeps what servers were replaced for; one that is kept already is moved to the front, and counts for servers from the first on. */
export async function keepActedOn(ledger: Ledger, fleet: string, acted: readonly ActedOn[]): Promise<void> {
  if (acted.length === 0) return;
  await againOnConflict(async () => {
    const item = await ledger.get(keyOf(fleet));
    const before = item === undefined ? [] : record.parse(item).acted;
    const nameOf = ({ field, observed, image, templateVersion }: ActedOn): string =>
      JSON.stringify([field, observed, image, templateVersion]);
    const names = new Set(acted.map(nameOf));
    const known = new Map(before.map((each) => [nameOf(each), each]));
    const now = acted.map((each) => sinceFirst(each, known.get(nameOf(each))));
    const kept = [...now, ...before.filter((each) => !names.has(nameOf(each)))].slice(0, KEPT);
    await ledger.put(record.write(keyOf(fleet), { acted: kept }), item?.revision ?? "absent");
  });
}

function sinceFirst(acted: ActedOn, before: ActedOn | undefined): ActedOn {
  if (before === undefined || acted.since === undefined) return acted;
  const { since, ...all } = acted;
  return before.since === undefined ? all : { ...acted, since: Math.min(since, before.since) };
}
