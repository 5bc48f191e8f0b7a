import * as z from "zod";
import { explainedStates } from "../../domain/explain/explanation.ts";
import { type FleetSummary, isSameSummary } from "../../domain/explain/fleet-summary.ts";
import type { Ledger } from "../ledger.ts";
import { defineRecord } from "../stored.ts";

const instant = z.number().nullable();

const record = defineRecord<FleetSummary>({
  kind: "fleet summary",
  schema: 1,
  shape: z.strictObject({
    fleet: z.string().min(1),
    state: z.enum(explainedStates),
    waitsFor: z.string().nullable(),
    sentence: z.string().min(1),
    gist: z.string().min(1),
    since: instant,
    endsAt: instant,
    otherwise: z.string().nullable(),
    next: z.string().nullable(),
    run: z
      .strictObject({
        id: z.string(),
        kind: z.string(),
        phase: z.string(),
        image: z.string().nullable(),
        generation: z.number(),
      })
      .nullable(),
    live: z.strictObject({ image: z.string(), generation: z.number() }).nullable(),
    at: z.number(),
  }),
});

/** One partition for all fleets, so that one query answers for 2,000 of them: a record has about 600 bytes, a page 1 MB. */
const PARTITION = "summaries";
const keyOf = (fleet: string) => ({ partition: PARTITION, sort: fleet });

/** What is written of each fleet, by its name. What cannot be read is left out: the next sweep writes it anew. */
export async function listSummaries(ledger: Ledger): Promise<Map<string, FleetSummary>> {
  const found = new Map<string, FleetSummary>();
  for (const item of await ledger.list(PARTITION)) {
    try {
      found.set(item.sort, record.parse(item));
    } catch {
      continue;
    }
  }
  return found;
}

/** Undefined: nothing is written of it, or it cannot be read. */
async function readSummary(ledger: Ledger, fleet: string): Promise<FleetSummary | undefined> {
  const item = await ledger.get(keyOf(fleet));
  try {
    return item && record.parse(item);
  } catch {
    return undefined;
  }
}

/**
 * Writes what a list shows of the fleet, unless it says so already; `known`: what is written, where somebody has read it. Whoever writes
 * last wins: what was older is mended by the next sweep.
 */
export async function keepSummary(
  ledger: Ledger,
  summary: FleetSummary,
  known?: FleetSummary,
): Promise<void> {
  const before = known ?? (await readSummary(ledger, summary.fleet));
  if (before !== undefined && isSameSummary(before, summary)) return;
  await ledger.put(record.write(keyOf(summary.fleet), summary), "any");
}

/** Takes it away: nobody declares the fleet any more. */
export async function forgetSummary(ledger: Ledger, fleet: string): Promise<void> {
  const item = await ledger.get(keyOf(fleet));
  if (item !== undefined) await ledger.remove(item, item.revision);
}
