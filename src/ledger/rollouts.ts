import { type RolloutRecord, rolloutRecord } from "../domain/run/rollout.ts";
import { fleetPartition } from "./keys.ts";
import type { Expectation, Ledger, LedgerItem } from "./ledger.ts";
import { defineRecord } from "./stored.ts";

/** Raise it with each change of RolloutRecord that older code could not carry on. */
export const ROLLOUT_SCHEMA = 1;

const record = defineRecord({ kind: "rollout", schema: ROLLOUT_SCHEMA, shape: rolloutRecord });

const PREFIX = "rollout#";
const keyOf = (fleet: string, id: string) => ({ partition: fleetPartition(fleet), sort: PREFIX + id });

export interface StoredRollout {
  readonly rollout: RolloutRecord;
  readonly revision: number;
}

const stored = (item: LedgerItem): StoredRollout => ({
  rollout: record.parse(item),
  revision: item.revision,
});

export async function readRollout(
  ledger: Ledger,
  fleet: string,
  id: string,
): Promise<StoredRollout | undefined> {
  const item = await ledger.get(keyOf(fleet, id));
  return item && stored(item);
}

/** All rollouts of the fleet that the ledger holds, the most recently started first. */
export async function listRollouts(ledger: Ledger, fleet: string): Promise<StoredRollout[]> {
  const items = await ledger.list(fleetPartition(fleet), { prefix: PREFIX });
  return items.map(stored).sort((a, b) => b.rollout.startedAt - a.rollout.startedAt);
}

/** The rollout of the fleet that has not ended, or undefined. There is never more than one. */
export async function openRollout(ledger: Ledger, fleet: string): Promise<StoredRollout | undefined> {
  return (await listRollouts(ledger, fleet)).find(({ rollout }) => rollout.endedAt === null);
}

/** Throws LedgerConflict when somebody else wrote first. */
export async function writeRollout(
  ledger: Ledger,
  value: RolloutRecord,
  expected: Expectation,
): Promise<StoredRollout> {
  const item = await ledger.put(record.write(keyOf(value.fleet, value.id), value), expected);
  return { rollout: value, revision: item.revision };
}
