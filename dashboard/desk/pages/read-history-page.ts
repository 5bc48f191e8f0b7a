import { readHistory } from "../../../src/views/history/read-history.ts";
import { readFleetNames } from "../../../src/views/fleets/read-fleet-names.ts";
import { readNewest } from "../../../src/views/history/read-newest.ts";
import type { HistoryModel } from "../../wire/models.ts";
import type { Reading } from "../reading.ts";
import { entryModels } from "./run-phases.ts";

/** Of one fleet as many as anybody reads on a page; of all fleets the newest of each. */
const MOST = 500;

/** The history, the newest first: of one fleet, of one run, or of all. */
export async function readHistoryPage(
  { fleet, run }: { readonly fleet: string | null; readonly run: string | null },
  { plane: { ledger } }: Reading,
): Promise<HistoryModel> {
  const fleets = await readFleetNames(ledger);
  const entries =
    fleet === null
      ? await readNewest(ledger, MOST)
      : await readHistory(ledger, { fleet, rollout: run ?? undefined, limit: MOST });
  return { page: "history", fleet, fleets, entries: [...entryModels(entries)].reverse(), most: MOST };
}
