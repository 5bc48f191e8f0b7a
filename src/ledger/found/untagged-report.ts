import * as z from "zod";
import { againOnConflict } from "../conflict.ts";
import { fleetPartition } from "../keys.ts";
import type { Ledger, LedgerKey } from "../ledger.ts";
import { defineRecord } from "../stored.ts";

/** The servers of a fleet that were published as lacking its tag. */
const report = z.strictObject({
  servers: z.array(z.string()),
  /** When, milliseconds since 1970. */
  at: z.number(),
});
type UntaggedReport = Readonly<z.infer<typeof report>>;

const record = defineRecord({ kind: "report of servers without their tag", schema: 1, shape: report });

const keyOf = (fleet: string): LedgerKey => ({ partition: fleetPartition(fleet), sort: "untagged-report" });

/** What was published last; undefined: nothing ever was. */
export async function readUntaggedReport(ledger: Ledger, fleet: string): Promise<UntaggedReport | undefined> {
  const item = await ledger.get(keyOf(fleet));
  return item && record.parse(item);
}

/** Keeps what was published just now. */
export async function writeUntaggedReport(
  ledger: Ledger,
  fleet: string,
  published: UntaggedReport,
): Promise<void> {
  await againOnConflict(async () => {
    const item = await ledger.get(keyOf(fleet));
    await ledger.put(record.write(keyOf(fleet), published), item?.revision ?? "absent");
  });
}
