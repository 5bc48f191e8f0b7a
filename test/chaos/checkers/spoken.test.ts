import { describe, expect, test } from "vitest";
import type { CheckerInput } from "../../../chaos/checkers/checker-input.ts";
import type { Wrote } from "../../../chaos/checkers/invariant.ts";
import { spoken } from "../../../chaos/checkers/invariants/outcomes/spoken.ts";
import { type Said, saidBy } from "../../../chaos/checkers/spoken/said.ts";
import { emptyView, type LedgerView } from "../../../chaos/world/ledger-view.ts";
import type { RolloutRecord } from "../../../src/domain/run/rollout.ts";
import { generation, rollout } from "../../support/cli/records.ts";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
/** Long after the instant 0, at which nothing went wrong. */
const BEGIN = 24 * HOUR;

/** A world with one fleet that is looked at once a minute. */
function world(special: { readonly disturbedAt?: number } = {}) {
  const checker = spoken();
  const view: LedgerView = emptyView();
  const said: Said[] = [];
  let now = BEGIN;
  const groups = new Map<string, object>();
  const targetGroups = new Map<string, object>();
  const fleet = { strategy: "none" };
  const input = {
    view,
    said,
    disturbedAt: special.disturbedAt ?? 0,
    plan: { fleet },
    account: { pairs: [] },
    world: { now: () => now, state: { groups, targetGroups } },
  } as unknown as CheckerInput;
  const say = (more: Partial<Said>): void =>
    void said.push({
      id: `e-${said.length}`,
      type: "",
      fleet: "web",
      kind: "",
      words: "",
      rollout: "",
      at: now,
      ...more,
    });
  return {
    view,
    fleet,
    groups,
    targetGroups,
    say,
    begun: (id = "web-1") => say({ type: "Rollout Started", rollout: id, id: `started-${id}` }),
    put: (run: Partial<RolloutRecord>) => {
      const record = rollout({ phase: "Bake", ...run });
      view.rollouts.set(record.id, record);
    },
    /** Answers after how many minutes something is said to be wrong. */
    after: (minutes: number): number | undefined => {
      for (let minute = 1; minute <= minutes; minute += 1) {
        now += MINUTE;
        if (checker.written?.("x", input) !== undefined) return minute;
      }
      return undefined;
    },
    quiescent: () => checker.quiescent?.(input),
    wrote: (taken: readonly string[], pending: readonly string[] = [], partition = "fleet#web") => {
      const body = { taken, pending: pending.map((id) => ({ id })), attention: [] };
      return checker.wrote?.({ partition, sort: "outbox", body } as unknown as Wrote, input);
    },
  };
}

describe("what the ledger marks", () => {
  test("was taken by the bus", () => {
    const { wrote, say } = world();
    expect(wrote([], ["a"])).toBeUndefined();
    expect(wrote(["a"])).toBe("a is marked as taken, and the bus has not taken it");
    say({ id: "a" });
    expect(wrote(["a"])).toBeUndefined();
  });

  test("is not dropped before that", () => {
    const { wrote } = world();
    wrote([], ["a"]);
    expect(wrote([], [], "account")).toBeUndefined();
    expect(wrote([])).toBe("a was to be sent, and is dropped");
  });
});

describe("the bus", () => {
  test("takes an event once, unless something went wrong at that time", () => {
    const calm = world();
    calm.after(60);
    calm.say({ id: "a" });
    calm.after(5);
    calm.say({ id: "a" });
    expect(calm.after(1)).toBe(1);
    const troubled = world({ disturbedAt: BEGIN + 61 * MINUTE });
    troubled.after(60);
    troubled.say({ id: "a" });
    troubled.after(5);
    troubled.say({ id: "a" });
    expect(troubled.after(5)).toBeUndefined();
  });

  test("takes the same words twice only when an hour lies between", () => {
    const { say, after } = world();
    say({ kind: "irregularity", words: "two are live" });
    after(59);
    say({ kind: "irregularity", words: "one is gone" });
    expect(after(1)).toBeUndefined();
    say({ fleet: "api", kind: "irregularity", words: "one is gone" });
    expect(after(1)).toBeUndefined();
    say({ kind: "irregularity", words: "one is gone" });
    expect(after(1)).toBe(1);
  });

  test("is read for what is about runs and fleets, from moult alone", () => {
    const detail = { id: "1", fleet: "web", kind: "storm", irregularity: "words", rollout: "web-1" };
    const event = { source: "moult", "detail-type": "Fleet Needs Attention", detail } as never;
    expect(saidBy(event, 7)).toEqual({
      id: "1",
      type: "Fleet Needs Attention",
      fleet: "web",
      kind: "storm",
      words: "words",
      rollout: "web-1",
      at: 7,
    });
    expect(saidBy({ source: "grace", "detail-type": "x", detail } as never, 7)).toBeUndefined();
    expect(
      saidBy({ source: "moult", "detail-type": "Instance Drift Detected", detail } as never, 7),
    ).toBeUndefined();
  });
});

describe("within a quarter of an hour it is said", () => {
  test("that a rollout began, and how it ended", () => {
    const begun = world();
    begun.put({});
    expect(begun.after(60)).toBe(17);
    for (const [outcome, type] of [
      ["succeeded", "Rollout Succeeded"],
      ["rolled-back", "Rollout Rolled Back"],
      ["superseded", "Rollout Superseded"],
    ] as const) {
      const { put, begun: begins, after, say } = world();
      begins();
      put({ outcome, endedAt: 0 });
      expect(after(60)).toBe(17);
      say({ type, rollout: "web-1" });
      expect(after(60)).toBeUndefined();
    }
  });

  test("that it needs a person, as an event of its own and as attention, and again after it was settled", () => {
    const { put, begun, after, say } = world();
    begun();
    put({ outcome: "needs-person", endedAt: 0 });
    say({ type: "Rollout Needs Person", rollout: "web-1" });
    expect(after(60)).toBe(17);
    say({ kind: "needs-person", words: "rollout web-1 can go neither on nor back" });
    expect(after(60)).toBeUndefined();
    const settlement = { keep: "blue", by: "ada", at: BEGIN + 90 * MINUTE } as const;
    put({ outcome: "needs-person", endedAt: BEGIN + 100 * MINUTE, settlement });
    expect(after(60)).toBe(17);
  });

  test("that a generation is retained", () => {
    const { view, after, say } = world();
    view.generations.set(6, generation({ number: 6, state: "retained" }));
    expect(after(60)).toBe(17);
    say({ kind: "generation-retained", words: "generation 6 is retained, out of traffic" });
    expect(after(60)).toBeUndefined();
  });

  test("that a server of it is where a later generation serves, unless a run is open", () => {
    const { view, fleet, groups, targetGroups, put, begun, after, say } = world();
    fleet.strategy = "alb-weighted";
    const live = generation({ number: 8, state: "live", group: "web-g0008", targetGroup: "tg-a" });
    view.generations.set(6, generation({ number: 6, state: "retained", group: "web-g0006" }));
    view.generations.set(8, live);
    say({ kind: "generation-retained", words: "generation 6 is retained, out of traffic" });
    for (const group of ["web-g0006", "web-g0008"])
      groups.set(group, { instances: new Map([[`i-${group}`, {}]]) });
    const target = (id: string, drainingSince: number | null) => [id, { id, drainingSince }] as const;
    const holds = (...targets: ReturnType<typeof target>[]) =>
      targetGroups.set("tg-a", { targets: new Map(targets) });
    holds(target("i-web-g0008", null), target("i-web-g0006", 0));
    expect(after(60)).toBeUndefined();
    holds(target("i-web-g0008", null), target("i-web-g0006", null));
    begun();
    put({});
    expect(after(60)).toBeUndefined();
    put({ outcome: "succeeded", endedAt: 0 });
    say({ type: "Rollout Succeeded", rollout: "web-1" });
    expect(after(60)).toBe(17);
    say({
      kind: "irregularity",
      words: "i-web-g0006 is in tg-a and not in the group web-g0008: deregister them",
    });
    expect(after(60)).toBeUndefined();
  });

  test("that a rollback has stood for two hours", () => {
    const { put, begun, after, say } = world();
    begun();
    put({ phase: "RollBack", phaseStartedAt: BEGIN });
    expect(after(300)).toBe(120 + 16);
    say({ kind: "rollback-stands", words: "the rollback of rollout web-1 has stood" });
    expect(after(60)).toBeUndefined();
  });

  test("that a run waits for ten minutes more than is to be expected", () => {
    const { put, begun, after, say } = world();
    begun();
    const waiting = { reason: "blue has no server", since: 0, until: HOUR * 9, isDeclared: false };
    put({ phase: "Bake", waiting });
    expect(after(60)).toBe(12 + 16);
    say({ kind: "run-late", words: "rollout web-1 has waited in Bake" });
    expect(after(60)).toBeUndefined();
    put({ phase: "Bake", waiting: { ...waiting, isDeclared: true } });
    expect(after(600)).toBeUndefined();
  });

  test("that a live group is gone, when no run is open and nothing is frozen", () => {
    const { view, put, begun, after, say } = world();
    view.generations.set(6, generation({ number: 6, state: "live", group: "web-g0006" }));
    begun();
    put({});
    expect(after(60)).toBeUndefined();
    put({ outcome: "succeeded", endedAt: 0 });
    say({ type: "Rollout Succeeded", rollout: "web-1" });
    expect(after(60)).toBe(17);
    say({ kind: "irregularity", words: "live generation 6's group web-g0006 is gone" });
    expect(after(60)).toBeUndefined();
  });
});

test("after something went wrong there is more time, and at quiescence none", () => {
  const disturbed = world({ disturbedAt: BEGIN + 5 * MINUTE });
  disturbed.put({});
  expect(disturbed.after(90)).toBe(41);
  const quiet = world();
  quiet.put({});
  expect(quiet.after(11)).toBeUndefined();
  expect(quiet.quiescent()).toBeUndefined();
  quiet.after(1);
  expect(quiet.quiescent()).toBe("web-1 began, for 660 s, and the bus was told nothing");
});
