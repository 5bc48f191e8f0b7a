import * as z from "zod";
import { type RecycleRecord, recycleRecord } from "./recycle.ts";
import { retirementRecord } from "./retirement.ts";
import { type RolloutRecord, rolloutRecord } from "./rollout.ts";
import type { Run } from "./run.ts";

/** A run as the ledger keeps it: its kind is told apart here and nowhere else. */
export const runRecord = z.discriminatedUnion("kind", [rolloutRecord, recycleRecord, retirementRecord]);

export const isRollout = (run: Run): run is RolloutRecord => run.kind === "rollout";

export const isRecycle = (run: Run): run is RecycleRecord => run.kind === "recycle";

/** Every kind of run: who tells them apart has a row for each. */
export type RunRecord = z.infer<typeof runRecord>;
