import { expect, test } from "vitest";
import { measurementFault } from "../../../src/domain/telemetry/metric-catalogue.ts";
import {
  recycleMeasurement,
  recycleMeasurements,
} from "../../../src/domain/telemetry/recycle-measurements.ts";
import { recycleRecord } from "../../support/domain/recycle-record.ts";

test("a recycle that has ended is counted by how, with the servers that it replaced by why", () => {
  const run = recycleRecord({ outcome: "rolled-back", replaced: ["i-1", "i-2"] });
  const about = { fleet: "web", rollout: "web-recycle-1" };
  expect(recycleMeasurements(run)).toEqual([
    { metric: "Recycles", value: 1, by: { outcome: "rolled-back" }, about },
    { metric: "Replaced", value: 2, by: { reason: "drift" }, about },
  ]);
  expect(recycleMeasurements(recycleRecord({ outcome: "succeeded" }))).toHaveLength(1);
  expect(recycleMeasurements(recycleRecord())).toEqual([]);
});

test("every way that one may end is one that is taken", () => {
  for (const outcome of [
    "succeeded",
    "rolled-back",
    "needs-person",
    "superseded",
    "refused",
    "failed",
  ] as const)
    expect(measurementFault(recycleMeasurement(outcome, { fleet: "web", id: "r" }))).toBeNull();
});
