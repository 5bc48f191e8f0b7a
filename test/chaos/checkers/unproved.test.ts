import { expect, test } from "vitest";
import type { CheckerInput } from "../../../chaos/checkers/checker-input.ts";
import type { Decision } from "../../../chaos/checkers/invariant.ts";
import { unprovedFault } from "../../../chaos/checkers/proofs/unproved.ts";
import { emptyView } from "../../../chaos/world/ledger-view.ts";
import type { Entry } from "../../../src/ledger/entries.ts";
import type { RolloutRecord } from "../../../src/domain/run/rollout.ts";
import { generation, rollout } from "../../support/cli/records.ts";

const MINUTE = 60_000;

interface Passing {
  readonly action: string;
  readonly alarm?: { readonly state: string; readonly stateUpdatedAt: number };
  /** Of green's image and of blue's. */
  readonly rates?: readonly [string, string];
  readonly record?: Partial<RolloutRecord>;
}

/** What is said of an entry at minute 20; all of the traffic has been green's since minute 10. */
function said({
  action,
  alarm = { state: "OK", stateUpdatedAt: 0 },
  rates: [green, blue] = ["0", "0"],
  record = {},
}: Passing): string | undefined {
  const run = rollout({
    id: "web-1",
    blue: 6,
    green: 7,
    size: 4,
    imageTo: "ami-new",
    ...record,
  } as Partial<RolloutRecord>);
  const view = emptyView();
  const gates = [
    { kind: "alarm", alarms: ["sad"] },
    { kind: "metric", metric: "target-5xx", max: 0.01, minRequests: 100 },
  ];
  view.fleet = { gates } as unknown as typeof view.fleet;
  view.generations.set(6, generation({ number: 6, image: "ami-old" }));
  view.decisions.set("web-1", [{ action: "ShiftTraffic passed", at: 10 * MINUTE } as Entry]);
  const tagged = (value: string) => ({ tags: [{ key: "sim:error-rate", value }] });
  const images = new Map([
    ["ami-new", tagged(green)],
    ["ami-old", tagged(blue)],
  ]);
  const input = { view, world: { state: { alarms: new Map([["sad", alarm]]), images } } };
  const entry = { action, at: 20 * MINUTE };
  const decision = { entry, rollout: run, since: 19 * MINUTE };
  return unprovedFault(decision as unknown as Decision, input as unknown as CheckerInput);
}

test("an alarm without data passes no green", () => {
  const alarm = { state: "INSUFFICIENT_DATA", stateUpdatedAt: 18 * MINUTE };
  const first = { action: "ValidateGreen passed", alarm, record: { phaseStartedAt: 18.5 * MINUTE } };
  expect(said(first)).toBe("ValidateGreen passed, and sad has no data");
  // It may have passed before it fell silent.
  expect(said({ ...first, record: { phaseStartedAt: 18 * MINUTE } })).toBeUndefined();
  expect(said({ action: "Bake passed", alarm })).toMatch(/sad has no data/);
  expect(said({ action: "Bake passed", alarm: { ...alarm, stateUpdatedAt: 19 * MINUTE } })).toBeUndefined();
  expect(said({ action: "Bake passed" })).toBeUndefined();
});

test("blue is not let go for a green whose metrics say for minutes that it is bad", () => {
  expect(said({ action: "release", rates: ["0.5", "0"] })).toMatch(/ami-new answers 0.5 of its requests/);
  expect(said({ action: "release", rates: ["0.04", "0"] })).toBeUndefined();
  expect(said({ action: "release", rates: ["0.5", "0.5"] })).toBeUndefined();
  expect(said({ action: "Bake passed", rates: ["0.5", "0"] })).toBeUndefined();
});

test("what a person has settled is not asked", () => {
  const record = { settlement: { keep: "green", by: "ada", at: 0 } } as const;
  expect(said({ action: "release", rates: ["0.5", "0"], record })).toBeUndefined();
});
