import { describe, expect, test } from "vitest";
import type { CheckerInput } from "../../../chaos/checkers/checker-input.ts";
import type { Wrote } from "../../../chaos/checkers/invariant.ts";
import { rings } from "../../../chaos/checkers/invariants/outcomes/rings.ts";
import { metricsIn, type SweepMetrics } from "../../../chaos/checkers/rings/metrics.ts";
import type { Said } from "../../../chaos/checkers/spoken/said.ts";
import { emptyView } from "../../../chaos/world/ledger-view.ts";
import type { RunOutcome } from "../../../src/domain/run/run.ts";
import { metricsEmitter } from "../../../src/lambda/metrics.ts";
import { generation, rollout } from "../../support/cli/records.ts";

const SWEEP = 300_000;

const inputOf = (more: object = {}): CheckerInput =>
  ({
    plan: { fleet: { strategy: "none" } },
    view: emptyView(),
    world: { now: () => 0, state: { groups: new Map() } },
    sweeps: [],
    said: [],
    statuses: new Map(),
    disturbedAt: 0,
    ...more,
  }) as unknown as CheckerInput;

const swept = (number: number, values: Readonly<Record<string, number>>): SweepMetrics => ({
  caller: "moult/e1/1",
  startedAt: number * SWEEP,
  at: number * SWEEP,
  values: new Map(Object.entries(values)),
});

const RETAINED = { kind: "generation-retained", words: "generation 6 is retained", at: 0 } as Said;

describe("NeedAttention", () => {
  /** A generation is retained through four sweeps, of which each says that so much needs attention. */
  const said = (counts: readonly number[], told: readonly Said[] = [RETAINED]): string | undefined => {
    const sweeps: SweepMetrics[] = [];
    const clock = { now: SWEEP };
    const world = { now: () => clock.now, state: { groups: new Map() } };
    const input = inputOf({ sweeps, said: told, world });
    input.view.generations.set(6, generation({ state: "retained" }));
    const checker = rings();
    for (const [index, NeedAttention] of counts.entries()) {
      clock.now = (index + 1) * SWEEP;
      sweeps.push(swept(index + 1, { NeedAttention, UnsentEvents: 0 }));
      const fault = checker.written?.("-", input);
      if (fault !== undefined) return `${index + 1}: ${fault}`;
    }
    return undefined;
  };

  test("counts what stands and was told, from the third sweep on", () => {
    expect(said([1, 1, 1, 1])).toBeUndefined();
    expect(said([0, 0, 1, 1])).toBeUndefined();
    expect(said([1, 1, 1, 0])).toBe(
      "4: 1 things need a person, and NeedAttention is 0: generation 6 is retained",
    );
    expect(said([0, 0, 0])).toContain("3: 1 things need a person");
  });

  test("does not count what was over meanwhile, and began anew a moment ago", () => {
    const sweeps: SweepMetrics[] = [];
    const clock = { now: SWEEP };
    const world = { now: () => clock.now, state: { groups: new Map() } };
    const input = inputOf({ sweeps, said: [RETAINED], world });
    const checker = rings();
    const at = (seconds: number, isRetained: boolean, isSwept: boolean): string | undefined => {
      clock.now = SWEEP + seconds * 1000;
      input.view.generations.set(6, generation({ state: isRetained ? "retained" : "gone" }));
      const values = { NeedAttention: isRetained && seconds < 700 ? 1 : 0, UnsentEvents: 0 };
      if (isSwept) sweeps.push({ ...swept(0, values), startedAt: clock.now, at: clock.now });
      return checker.worldEvent?.({} as never, input);
    };
    for (const seconds of [0, 1]) expect(at(seconds, true, true)).toBeUndefined();
    expect(at(700, false, false)).toBeUndefined();
    expect(at(900, true, true)).toBeUndefined();
  });

  test("does not ring for nothing", () => {
    expect(said([1], [])).toBe("1: NeedAttention is 1, and nobody was told of anything");
  });

  test("is there", () => {
    const input = inputOf({ sweeps: [swept(1, { UnsentEvents: 0 })] });
    expect(rings().written?.("-", input)).toBe("a sweep says nothing of NeedAttention");
  });
});

test("UnsentEvents counts what the bus has not taken for ten minutes", () => {
  const said = (at: number, UnsentEvents: number): string | undefined => {
    const checker = rings();
    const input = inputOf({
      sweeps: [{ ...swept(0, { NeedAttention: 0, UnsentEvents }), startedAt: at, at }],
    });
    const body = { pending: [{ id: "one" }], taken: [] };
    const invocation = { caller: "moult/e1/1" };
    checker.wrote?.({ partition: "fleet#web", sort: "outbox", body, invocation } as unknown as Wrote, input);
    return checker.written?.("-", input);
  };
  expect(said(600_000, 0)).toBeUndefined();
  expect(said(700_000, 0)).toBe("events wait for the bus since 0, and UnsentEvents is 0");
  expect(said(700_000, 1)).toBeUndefined();
});

test("an execution ends as failed if, and only if, its rollout did not succeed", () => {
  const said = (outcome: RunOutcome, status: string): string | undefined => {
    const checker = rings();
    const input = inputOf({ statuses: new Map([["e1/web-1", status]]) });
    const before = rollout({});
    const body = { ...before, outcome, endedAt: 1 };
    const invocation = { execution: "e1/web-1" };
    checker.wrote?.(
      { partition: "", sort: "rollout#web-1", before, body, invocation } as unknown as Wrote,
      input,
    );
    return checker.quiescent?.(input);
  };
  expect(said("rolled-back", "FAILED")).toBeUndefined();
  expect(said("rolled-back", "SUCCEEDED")).toBe(
    "web-1 ended as rolled-back, and e1/web-1 as SUCCEEDED: no alarm rings",
  );
  expect(said("needs-person", "SUCCEEDED")).toContain("no alarm rings");
  expect(said("succeeded", "SUCCEEDED")).toBeUndefined();
  expect(said("succeeded", "FAILED")).toContain("an alarm rings");
});

test("CloudWatch takes a value from the line only by namespace and dimension", () => {
  const lines: string[] = [];
  const write = (line: string) => void lines.push(line);
  metricsEmitter({ service: "moult-prod", now: () => 0, write })([{ metric: "NeedAttention", value: 2 }]);
  const line = JSON.parse(lines.join()) as Record<string, unknown>;
  expect(metricsIn(line).get("NeedAttention")).toBe(2);
  expect(metricsIn({ ...line, service: "" }).size).toBe(0);
  expect(metricsIn({ NeedAttention: 2 }).size).toBe(0);
});
