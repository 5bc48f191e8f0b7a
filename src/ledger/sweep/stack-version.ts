import * as z from "zod";
import { ACCOUNT_PARTITION } from "../keys.ts";
import type { Ledger } from "../ledger.ts";
import { defineRecord } from "../stored.ts";

/** Which version of moult is deployed, and since when a sweep has seen it, milliseconds since 1970. */
interface StackVersion {
  readonly version: string;
  readonly since: number;
}

const record = defineRecord<StackVersion>({
  kind: "stack version",
  schema: 1,
  shape: z.strictObject({ version: z.string().min(1), since: z.number() }),
});

const KEY = { partition: ACCOUNT_PARTITION, sort: "stack-version" };

/** Undefined: no sweep has written it yet. */
export async function readStackVersion(ledger: Ledger): Promise<StackVersion | undefined> {
  const item = await ledger.get(KEY);
  return item && record.parse(item);
}

/** Two sweeps at once write the same. */
export async function writeStackVersion(ledger: Ledger, seen: StackVersion): Promise<void> {
  await ledger.put(record.write(KEY, seen), "any");
}
