import { type RolloutRecord, rolloutRecord } from "../../domain/run/rollout.ts";
import { defineRecord } from "../stored.ts";
import { type RunStore, runStore, type StoredRun } from "./run-store.ts";
import { upgradeFirstRollout, upgradeRollout, upgradeWaits } from "./upgrades.ts";

/** Raise it with each change of RolloutRecord that older code could not carry on. */
export const ROLLOUT_SCHEMA = 7;

/** The rollouts in the ledger. */
export const rollouts: RunStore<RolloutRecord> = runStore(
  "rollout",
  defineRecord({
    kind: "rollout",
    schema: ROLLOUT_SCHEMA,
    shape: rolloutRecord,
    upgrades: { 1: upgradeFirstRollout, 2: upgradeRollout, 3: upgradeWaits },
  }),
  // A person has to settle it, or what it holds of a group was not given back.
  ({ outcome, holds }) => outcome === "needs-person" || holds.length > 0,
);

export type StoredRollout = StoredRun<RolloutRecord>;
