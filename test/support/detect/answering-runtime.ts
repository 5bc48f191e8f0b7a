import { type AwsMiddleware, actionOf } from "../../../src/aws/middleware/aws-middleware.ts";
import { openSqliteLedger } from "../../../src/ledger/stores/sqlite-ledger.ts";
import type { Runtime } from "../../../src/step/open-context.ts";

/** As AWS refuses a call that comes too often. */
const THROTTLED = Object.assign(new Error("Rate exceeded"), {
  name: "RequestLimitExceeded",
  $fault: "client",
  $metadata: { httpStatusCode: 503 },
});

/** An account of which nothing is known, in place of the SDK's way out, that throttles the first so many calls. */
export function answeringRuntime(throttled = 0) {
  const sent: string[] = [];
  const pauses: number[] = [];
  const transport: AwsMiddleware = {
    name: "transport",
    handle: async (command) => {
      sent.push(actionOf(command));
      if (sent.length <= throttled) throw THROTTLED;
      return { output: {}, response: {} };
    },
  };
  const runtime: Runtime = {
    ledger: openSqliteLedger(":memory:"),
    clock: { now: () => Date.UTC(2026, 10, 20, 10), sleep: async (ms) => void pauses.push(ms) },
    settings: { region: "us-east-1" },
    random: () => 0.5,
    starter: { start: async () => "started" },
    executions: { status: async () => "unknown" },
    probe: async () => ({ status: null, error: "nobody answers" }),
    publish: async (events) => events.map(() => true),
    middleware: [transport],
  };
  return { runtime, sent, pauses };
}
