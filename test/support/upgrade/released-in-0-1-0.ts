import type { LedgerItem } from "../../../src/ledger/ledger.ts";
import type { RolloutRecord } from "../../../src/domain/run/rollout.ts";

/**
 * The record of a rollout as 0.1.0 wrote it while blue's servers stop, word for word: it knew no legs, no declared waits, no
 * person's settlement, and kept every instant in one bag. Only what names things of this world is taken from `record`.
 */
export const releasedIn010 = (record: RolloutRecord, toZeroAt: number): LedgerItem["body"] => ({
  fleet: "web",
  id: record.id,
  execution: record.id,
  phase: "RetireBlue",
  request: {
    reason: "image",
    image: record.imageTo,
    force: false,
    by: "image-published",
    at: toZeroAt - 256_700,
    evidence: { source: "aws.ssm" },
  },
  startedAt: toZeroAt - 256_550,
  phaseStartedAt: toZeroAt - 150,
  deadlineAt: toZeroAt - 256_550 + 14_400_000,
  endedAt: null,
  imageFrom: record.imageFrom,
  imageTo: record.imageTo,
  blue: 1,
  green: 2,
  templateVersion: 1,
  size: 4,
  traffic: { step: 2, setPercent: 100, setAt: toZeroAt - 130_500, observedPercent: 100, agreeingReads: 3 },
  gates: [
    {
      gate: "target-health",
      verdict: "pass",
      reason: "enough targets are healthy",
      value: "4 of 4 healthy",
      threshold: "4 of 4",
      since: toZeroAt - 191_050,
    },
  ],
  commands: {},
  holds: [],
  waiting: { reason: "4 servers drain and stop", since: toZeroAt + 2_400_000, until: toZeroAt + 2_460_000 },
  abort: null,
  failure: null,
  marks: {
    pinning: toZeroAt - 256_400,
    launched: toZeroAt - 256_200,
    baked: toZeroAt - 150,
    drained: toZeroAt - 150,
    "blue-released": toZeroAt - 100,
    "web-to-zero": toZeroAt,
  },
  outcome: null,
  outcomeReason: null,
});
