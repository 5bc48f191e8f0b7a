import { readEnv } from "../../../src/lambda/env.ts";
import { openSqliteLedger } from "../../../src/ledger/stores/sqlite-ledger.ts";

export const NOW = Date.UTC(2026, 10, 20, 10);
export const MACHINE = "arn:aws:states:us-east-1:123456789012:stateMachine:moult-dev-rollout";

/** What a function has after its start, with a ledger in memory and a clock that stands still. */
export const runtime = () => ({
  env: readEnv({ AWS_REGION: "us-east-1", LEDGER_TABLE: "ledger", STATE_MACHINE_ARN: MACHINE }),
  ledger: openSqliteLedger(":memory:"),
  clock: { now: () => NOW, sleep: async () => {} },
});
