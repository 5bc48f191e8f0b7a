import { expect, test, vi } from "vitest";
import { logSweep } from "../../src/lambda/log-sweep.ts";

type Lines = (message: string, ...more: unknown[]) => void;
const REPORT = { fleets: 2, irregularities: [], begun: [], notSwept: [], left: 0, attention: 3, unsent: 1 };

test("a sweep is one line of the log, which CloudWatch reads as the metrics of its function", () => {
  const lines = { info: vi.fn<Lines>(), warn: vi.fn<Lines>() };
  expect(logSweep(REPORT, { functionName: "moult-prod-sweep", now: 7 }, lines)).toBe(REPORT);
  const names = ["NeedAttention", "UnsentEvents", "FleetsNotSwept"];
  const metrics = names.map((Name) => ({ Name, Unit: "Count" }));
  expect(lines.info).toHaveBeenCalledExactlyOnceWith("2 fleets swept, 0 runs begun", {
    _aws: {
      Timestamp: 7,
      CloudWatchMetrics: [{ Namespace: "moult", Dimensions: [["FunctionName"]], Metrics: metrics }],
    },
    FunctionName: "moult-prod-sweep",
    NeedAttention: 3,
    UnsentEvents: 1,
    FleetsNotSwept: 0,
  });
  expect(lines.warn).not.toHaveBeenCalled();
});

test("a fleet that could not be swept is a warning, since the ledger may be what cannot be written", () => {
  const lines = { info: vi.fn<Lines>(), warn: vi.fn<Lines>() };
  const notSwept = [{ fleet: "web", irregularity: "could not be swept: slow", repaired: false }];
  logSweep({ ...REPORT, notSwept }, { functionName: "f", now: 7 }, lines);
  expect(lines.warn).toHaveBeenCalledExactlyOnceWith("could not be swept: slow", { fleet: "web" });
  expect(lines.info).toHaveBeenCalledWith(expect.anything(), expect.objectContaining({ FleetsNotSwept: 1 }));
});

test("what there was no time for is said", () => {
  const lines = { info: vi.fn<Lines>(), warn: vi.fn<Lines>() };
  logSweep({ ...REPORT, fleets: 10_000, left: 250 }, { functionName: "f", now: 7 }, lines);
  expect(lines.info.mock.calls[0]?.[0]).toBe("9750 fleets swept, 0 runs begun, 250 left for the next sweep");
});
