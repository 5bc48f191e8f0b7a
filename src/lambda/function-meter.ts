import type { AwsMiddleware } from "../aws/middleware/aws-middleware.ts";
import { meter } from "../aws/middleware/meter.ts";
import { type Measurement, metricCatalogue } from "../domain/telemetry/metric-catalogue.ts";
import { LedgerCorrupt, LedgerTooNew } from "../errors/errors.ts";

/** What is counted while a function handles one input. */
export interface FunctionMeter {
  /** For every client. */
  readonly middleware: AwsMiddleware;
  readonly measure: (measured: readonly Measurement[]) => void;
  /** Emits what was counted since the last time; `error`: what ended the invocation. */
  flush(error?: unknown): void;
}

/** Counts AWS's calls and throttles, and what the ledger could not be read for. */
export function functionMeter(measure: FunctionMeter["measure"]): FunctionMeter {
  let calls = 0;
  let throttles = new Map<string, number>();
  return {
    measure,
    middleware: meter({
      called: () => {
        calls += 1;
      },
      throttled: (service) => throttles.set(service, (throttles.get(service) ?? 0) + 1),
    }),
    flush: (error) => {
      const counted: Measurement[] = [
        ...(calls > 0 ? [{ metric: "AwsCalls" as const, value: calls }] : []),
        ...[...throttles].flatMap(([kind, value]) =>
          metricCatalogue.Throttles.by.kind?.includes(kind) === true
            ? [{ metric: "Throttles" as const, value, by: { kind } }]
            : [],
        ),
        ...(isOfLedger(error) ? [{ metric: "LedgerErrors" as const, value: 1 }] : []),
      ];
      calls = 0;
      throttles = new Map();
      measure(counted);
    },
  };
}

/** By name: a bundle may hold a class of errors twice. */
const OF_LEDGER = new Set([LedgerCorrupt.name, LedgerTooNew.name]);

const isOfLedger = (error: unknown): boolean => error instanceof Error && OF_LEDGER.has(error.name);
