import { describe, expect, test } from "vitest";
import { finding } from "../../../src/domain/findings/finding.ts";
import { gateKinds } from "../../../src/domain/gate-kinds.ts";
import { rolloutRecord } from "../../../src/domain/run/rollout.ts";
import {
  type MetricName,
  measurementFault,
  metricCatalogue,
} from "../../../src/domain/telemetry/metric-catalogue.ts";
import {
  fleetCounts,
  summedCounts,
  sweepMeasurements,
} from "../../../src/domain/telemetry/sweep-measurements.ts";

const rows = Object.entries(metricCatalogue);

/** A metric of CloudWatch's is a name with one value for each of its dimensions. */
const setsOf = (by: Readonly<Record<string, readonly string[] | undefined>>): number =>
  Object.values(by).reduce<number>((product, values) => product * (values?.length ?? 1), 1);
const SETS = rows.reduce((sum, [, { by }]) => sum + setsOf(by), 0);
/** Dollars a month for each of the first ten thousand (aws-facts 9.9). */
const PRICE = 0.3;

describe("what the metrics cost a month at list price", () => {
  /** As an account of so many fleets would emit them: each that moult can emit, from every fleet. */
  const emittedBy = (fleets: number): number => {
    const seen = new Set<string>();
    for (let fleet = 0; fleet < fleets; fleet += 1) {
      for (const [metric, { by }] of rows) {
        const dimensions = Object.entries(by).reduce<readonly object[]>(
          (all, [dimension, values]) =>
            all.flatMap((each) => values.map((value) => ({ ...each, [dimension]: value }))),
          [{}],
        );
        for (const each of dimensions) {
          const measured = {
            metric: metric as MetricName,
            value: 1,
            by: each,
            about: { fleet: `f-${fleet}` },
          };
          expect(measurementFault(measured)).toBeNull();
          seen.add(JSON.stringify([metric, each]));
        }
      }
    }
    return seen.size;
  };

  test("is at most 30 dollars, and the same for 20 fleets and for 2,000", () => {
    expect(emittedBy(20)).toBe(SETS);
    // Nothing of a fleet is in a dimension: what 2,000 emit is what 20 do.
    expect(rows.flatMap(([, { by }]) => Object.keys(by)).every((each) => each !== "fleet")).toBe(true);
    expect(SETS).toBeLessThanOrEqual(100);
    expect(SETS * PRICE).toBeLessThanOrEqual(30);
  });
});

test("every name and value is one that CloudWatch takes", () => {
  for (const [name, { by }] of rows) {
    expect(name).toMatch(/^[A-Z][A-Za-z0-9]{0,254}$/);
    for (const value of Object.values(by).flat()) expect(value).toMatch(/^[\x21-\x7e]{1,1024}$/);
    // Powertools adds the service.
    expect(Object.keys(by).length).toBeLessThan(29);
  }
});

test("the lists have all that the ledger may have", () => {
  const { phase } = metricCatalogue.RolloutSeconds.by;
  const ofRecord: readonly string[] = rolloutRecord.shape.phase.options;
  expect(ofRecord.filter((each) => !phase?.includes(each))).toEqual(["CloseRollout"]);
  expect(metricCatalogue.GateWaitSeconds.by.gate).toEqual(Object.keys(gateKinds));
  expect(metricCatalogue.Findings.by.kind).toEqual(finding.shape.kind.options);
});

test.each([
  [{ metric: "Rollouts", value: 1 }, "Rollouts is split by nothing"],
  [{ metric: "Rollouts", value: 1, by: { outcome: "web" } }, "Rollouts has no outcome web"],
  [{ metric: "AwsCalls", value: 1, by: { kind: "EC2" } }, "AwsCalls is split by kind"],
  [{ metric: "AwsCalls", value: Number.NaN }, "AwsCalls is NaN"],
  [{ metric: "AwsCalls", value: Number.POSITIVE_INFINITY }, "AwsCalls is Infinity"],
  [{ metric: "Rollouts", value: 1, by: { outcome: "succeeded" }, about: { fleet: "web" } }, null],
] as const)("%j: %s", (measured, fault) => {
  expect(measurementFault(measured)).toBe(fault);
});

const ASK = { askedAt: 0, until: 1000 } as never;

test("a sweep counts fleets, and says each count although it is nothing", () => {
  const at = 172_800_000;
  const web = fleetCounts({ moves: true, frozenSince: null, waits: false, asks: [ASK] }, 799);
  const api = fleetCounts({ moves: false, frozenSince: 0, waits: true, asks: [ASK] }, at);
  expect(summedCounts([web, api])).toEqual({
    FleetsMoving: 1,
    FleetsWaiting: 1,
    FleetsFrozen: 1,
    FleetsFrozenOver24h: 1,
    ApprovalsWaiting: 2,
    ApprovalsNearDeadline: 1,
  });
  const measured = sweepMeasurements({ FleetsMoving: 1 });
  expect(measured).toContainEqual({ metric: "FleetsMoving", value: 1 });
  expect(measured).toContainEqual({ metric: "FleetsFrozen", value: 0 });
  expect(measured.map(measurementFault)).toEqual(measured.map(() => null));
});
