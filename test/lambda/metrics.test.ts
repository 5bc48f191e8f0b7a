import { expect, test, vi } from "vitest";
import type { Measurement } from "../../src/domain/telemetry/metric-catalogue.ts";
import { LedgerTooNew, Throttled } from "../../src/errors/errors.ts";
import { functionMeter } from "../../src/lambda/function-meter.ts";
import { metricsEmitter } from "../../src/lambda/metrics.ts";

const NOW = Date.now();

function emitter(write?: () => never) {
  const lines: Record<string, unknown>[] = [];
  const warn = vi.fn<(message: unknown) => void>();
  const emit = metricsEmitter({
    service: "moult-prod",
    now: () => NOW,
    lines: { warn } as never,
    write: write ?? ((line) => void lines.push(JSON.parse(line) as Record<string, unknown>)),
  });
  return { emit, lines, warn };
}

test("what is measured of one thing is a line as CloudWatch reads it, with whose it is beside", () => {
  const { emit, lines, warn } = emitter();
  const about = { fleet: "web" };
  emit([
    { metric: "FleetsMoving", value: 2 },
    { metric: "FleetsFrozen", value: 0 },
    { metric: "RolloutSeconds", value: 3, by: { phase: "Bake", kind: "time" }, about },
  ]);
  const directive = (Dimensions: readonly string[], names: readonly (readonly string[])[]) => ({
    Timestamp: NOW,
    CloudWatchMetrics: [
      {
        Namespace: "moult",
        Dimensions: [Dimensions],
        Metrics: names.map(([Name, Unit]) => ({ Name, Unit })),
      },
    ],
  });
  expect(lines).toEqual([
    {
      _aws: directive(
        ["service"],
        [
          ["FleetsMoving", "Count"],
          ["FleetsFrozen", "Count"],
        ],
      ),
      service: "moult-prod",
      FleetsMoving: 2,
      FleetsFrozen: 0,
    },
    {
      _aws: directive(["service", "phase", "kind"], [["RolloutSeconds", "Seconds"]]),
      service: "moult-prod",
      phase: "Bake",
      kind: "time",
      fleet: "web",
      RolloutSeconds: 3,
    },
  ]);
  expect(warn).not.toHaveBeenCalled();
});

test("what CloudWatch would refuse is a warning, and the rest is emitted", () => {
  const { emit, lines, warn } = emitter();
  const odd = { metric: "Rollouts", value: 1, by: { outcome: "a-fleet" } } as Measurement;
  emit([odd, { metric: "AwsCalls", value: Number.NaN }, { metric: "AwsCalls", value: 1 }]);
  expect(lines.map(({ AwsCalls }) => AwsCalls)).toEqual([1]);
  expect(warn.mock.calls.map(([message]) => message)).toEqual([
    "a metric is lost: Rollouts has no outcome a-fleet",
    "a metric is lost: AwsCalls is NaN",
  ]);
});

test("a way out that fails stops nobody, is said, and leaves nothing behind for the next", () => {
  let isBroken = true;
  const lines: string[] = [];
  const warn = vi.fn<(message: unknown) => void>();
  const write = (line: string): void => {
    if (isBroken) throw new Error("EPIPE");
    lines.push(line);
  };
  const emit = metricsEmitter({ service: "moult", now: () => NOW, lines: { warn } as never, write });
  expect(() => emit([{ metric: "AwsCalls", value: 7 }])).not.toThrow();
  expect(warn).toHaveBeenCalledExactlyOnceWith("metrics are lost (AwsCalls): EPIPE");
  isBroken = false;
  emit([{ metric: "ScanHeartbeat", value: 1 }]);
  expect(lines.join()).not.toContain("AwsCalls");
});

test("an invocation counts its calls, what was throttled, and what the ledger could not be read for", async () => {
  const measured: Measurement[] = [];
  const own = functionMeter((each) => void measured.push(...each));
  const call = (error?: Error) =>
    own.middleware
      .handle(
        "DescribeImagesCommand",
        { input: {} },
        async () => {
          if (error) throw error;
          return { output: {}, response: null };
        },
        "EC2Client",
      )
      .catch((thrown: unknown) => thrown);
  await call();
  const throttled = new Throttled("slow down");
  // It goes on to whoever repeats it.
  expect(await call(throttled)).toBe(throttled);
  await call(new Error("no"));
  own.flush(new LedgerTooNew("newer"));
  expect(measured).toEqual([
    { metric: "AwsCalls", value: 3 },
    { metric: "Throttles", value: 1, by: { kind: "EC2" } },
    { metric: "LedgerErrors", value: 1 },
  ]);
  measured.length = 0;
  own.flush();
  expect(measured).toEqual([]);
});
