import { type RetirementRecord, retirementRecord } from "../../domain/run/retirement.ts";
import { defineRecord } from "../stored.ts";
import { type RunStore, runStore } from "./run-store.ts";

/** The retirements in the ledger. */
export const retirements: RunStore<RetirementRecord> = runStore(
  "retirement",
  defineRecord({ kind: "retirement", schema: 1, shape: retirementRecord }),
);
