import { holdsAnything, leavesServers, type RecycleRecord, recycleRecord } from "../../domain/run/recycle.ts";
import { defineRecord } from "../stored.ts";
import { type RunStore, runStore } from "./run-store.ts";

/** The recycles in the ledger. */
export const recycles: RunStore<RecycleRecord> = runStore(
  "recycle",
  defineRecord({ kind: "recycle", schema: 1, shape: recycleRecord }),
  // What it holds of a group was not given back, or servers are left that are a person's to see to.
  (run) => holdsAnything(run) || leavesServers(run),
);
