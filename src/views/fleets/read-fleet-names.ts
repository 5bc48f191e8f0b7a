import { listFleetNames } from "../../ledger/fleets.ts";
import type { Ledger } from "../../ledger/ledger.ts";

/** The names alone: one read, however many fleets there are. */
export const readFleetNames = (ledger: Ledger): Promise<readonly string[]> => listFleetNames(ledger);
