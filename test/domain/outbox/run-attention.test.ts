import { describe, expect, test } from "vitest";
import { runAttention } from "../../../src/domain/outbox/run-attention.ts";
import type { RetirementRecord } from "../../../src/domain/run/retirement.ts";
import type { RolloutRecord } from "../../../src/domain/run/rollout.ts";
import { rollout } from "../../support/cli/records.ts";
import { recycleRecord } from "../../support/domain/recycle-record.ts";
import { retirement } from "../../support/retirement/fake-retirement-step.ts";

const NOON = Date.UTC(2026, 10, 21, 12);
const MINUTE = 60_000;
type Waiting = NonNullable<RolloutRecord["waiting"]>;
const waiting = (more: Partial<Waiting>): Waiting => ({
  reason: "blue has 0 of 4 servers",
  since: NOON,
  until: NOON + MINUTE,
  isDeclared: false,
  ...more,
});
const DECLARATION = {
  fleet: "web",
  template: "lt-0abc",
  image: { channel: "/images/web" },
  traffic: { strategy: "none" },
  deadlines: { launch: "20m", validate: "30m", rollout: "4h" },
  retire: { drain: "5m", handoff: { command: "/opt/handoff", timeout: "10m" } },
} as const;
/** What is found of a rollout so many minutes after noon, in words. */
const said = (record: Partial<RolloutRecord>, minutes: number): string[] =>
  runAttention(rollout({ declaration: DECLARATION, ...record }), NOON + minutes * MINUTE).map(
    ({ kind, reason, commands }) => `${kind}: ${reason} [${commands.join("; ")}]`,
  );
const LOOK = "moult history web --rollout web-1";
const ABORT = 'moult rollout abort web --reason "it does not go on" --confirm web';

test("a run that has ended, or goes on, needs nobody", () => {
  expect(said({ endedAt: 1, deadlineAt: 0 }, 999)).toEqual([]);
  expect(said({ waiting: waiting({ undeclaredSince: NOON }) }, 1)).toEqual([]);
});

test("a run past its deadline is said, with what it waits for", () => {
  const record = {
    phase: "RollBack",
    deadlineAt: NOON,
    waiting: waiting({ until: NOON + 9 * MINUTE }),
  } as const;
  expect(said(record, 0)).toEqual([]);
  expect(said(record, 1)).toEqual([
    `run-late: rollout web-1 is past its deadline of 2026-11-21 12:00:00Z, in RollBack: blue has 0 of 4 servers [${LOOK}]`,
  ]);
});

test("a declared wait moves the deadline while it lasts", () => {
  const pause = waiting({ isDeclared: true, until: NOON + 60 * MINUTE });
  expect(said({ phase: "Bake", deadlineAt: NOON + MINUTE, waiting: pause }, 60)).toEqual([]);
  expect(said({ phase: "Bake", deadlineAt: NOON + MINUTE, waiting: pause }, 62)).toHaveLength(1);
});

test("a declared wait is as long as it was declared, and late ten minutes after its end", () => {
  const bake = waiting({ isDeclared: true, reason: "baking", until: NOON + 4320 * MINUTE });
  const record = { phase: "Bake", deadlineAt: NOON + 9999 * MINUTE, waiting: bake } as const;
  expect(said(record, 4330)).toEqual([]);
  expect(said(record, 4331)).toEqual([
    `run-late: rollout web-1 was to go on in Bake at 2026-11-24 12:00:00Z and has not: baking [${LOOK}; ${ABORT}]`,
  ]);
});

test.each([
  ["ShiftTraffic", 10],
  ["Bake", 10],
  ["ObserveGreen", 30],
  ["ValidateGreen", 40],
  ["RetireBlue", 20],
  ["RollBack", 10],
] as const)("a wait in %s is late after %i minutes in one go", (phase, minutes) => {
  const waits = (now: number) => waiting({ undeclaredSince: NOON, until: NOON + now * MINUTE });
  const at = (now: number) => said({ phase, waiting: waits(now) }, now);
  expect(at(minutes)).toEqual([]);
  expect(at(minutes + 1)).toMatchObject([
    expect.stringMatching(`^run-late: rollout web-1 has waited in ${phase} since`),
  ]);
});

test("servers of a released blue may be held by their hooks for two days", () => {
  const record = (minutes: number) =>
    ({
      phase: "RetireBlue",
      milestones: { "blue-released": NOON },
      waiting: waiting({ undeclaredSince: NOON, until: NOON + minutes * MINUTE }),
    }) as const;
  const late = (minutes: number) => said({ ...record(minutes), deadlineAt: NOON + 9999 * MINUTE }, minutes);
  expect(late(2890)).toEqual([]);
  expect(late(2891)).toHaveLength(1);
});

test("an abort is not proposed to one that was aborted", () => {
  const abort = { requestedBy: "ada", reason: "wrong", requestedAt: NOON };
  const record = {
    phase: "Bake",
    abort,
    waiting: waiting({ undeclaredSince: NOON, until: NOON + 90 * MINUTE }),
  } as const;
  expect(said(record, 20)[0]).toMatch(/\[moult history web --rollout web-1\]$/);
});

test("a rollback stands after two hours, beside being late", () => {
  const record = {
    phase: "RollBack",
    phaseStartedAt: NOON,
    waiting: waiting({ undeclaredSince: NOON, until: NOON + 999 * MINUTE }),
  } as const;
  expect(said(record, 119)).toHaveLength(1);
  expect(said(record, 120)[1]).toBe(
    `rollback-stands: the rollback of rollout web-1 has stood since 2026-11-21 12:00:00Z: blue has 0 of 4 servers [moult rollout status web; ${LOOK}]`,
  );
});

test("what is said has the same key as long as it is the same thing", () => {
  const found = (phase: RolloutRecord["phase"], since: number, now: number) =>
    runAttention(
      rollout({ declaration: DECLARATION, phase, waiting: waiting({ undeclaredSince: since, until: now }) }),
      now,
    ).map(({ key }) => key);
  const first = found("Bake", NOON, NOON + 20 * MINUTE);
  expect(found("Bake", NOON, NOON + 40 * MINUTE)).toEqual(first);
  expect(found("Bake", NOON + MINUTE, NOON + 40 * MINUTE)).not.toEqual(first);
  expect(found("RetireBlue", NOON, NOON + 40 * MINUTE)).not.toEqual(first);
});

describe("a retirement", () => {
  const goes = (record: Partial<RetirementRecord>, minutes: number) =>
    runAttention(
      retirement({ phase: "TakeDown", deadlineAt: NOON + 4000 * MINUTE, ...record }),
      NOON + minutes * MINUTE,
    );
  const stops = (until: number) =>
    waiting({ reason: "4 servers still stop", undeclaredSince: NOON, until: NOON + until * MINUTE });
  const COMMANDS = [
    "moult history web --rollout web-g0006-retirement",
    "moult rollout status web",
    "moult sweep",
  ];

  test("waits for its servers' hooks, which may hold them for two days", () => {
    expect(goes({ waiting: stops(2890) }, 2890)).toEqual([]);
    expect(goes({ waiting: stops(2891) }, 2891)).toMatchObject([{ kind: "run-late", commands: COMMANDS }]);
  });

  test("that nobody carries, or that is past its deadline, is late, and an abort is not proposed: it does nothing", () => {
    expect(goes({ waiting: stops(1) }, 12)).toMatchObject([
      { reason: expect.stringContaining("was to go on in TakeDown"), commands: COMMANDS },
    ]);
    expect(goes({ deadlineAt: NOON }, 1)).toMatchObject([
      { reason: expect.stringContaining("is past its deadline"), commands: COMMANDS },
    ]);
  });
});

test("an abort is not proposed once blue is released: what was released goes", () => {
  const record = { phase: "RetireBlue", milestones: { "blue-released": NOON }, deadlineAt: NOON } as const;
  expect(said(record, 1)).toEqual([expect.stringContaining(`[${LOOK}]`)]);
});

test("a recycle that is being put back is said like a rollback, and no abort is proposed", () => {
  const putBack = { phase: "RestoreServers", phaseStartedAt: NOON, deadlineAt: NOON + 60 * MINUTE } as const;
  const found = (minutes: number) => runAttention(recycleRecord(putBack), NOON + minutes * MINUTE);
  expect(found(60)).toEqual([]);
  expect(found(120).map(({ kind, reason }) => [kind, reason])).toEqual([
    ["run-late", "recycle web-recycle-1 is past its deadline of 2026-11-21 13:00:00Z, in RestoreServers"],
    ["rollback-stands", "the rollback of recycle web-recycle-1 has stood since 2026-11-21 12:00:00Z"],
  ]);
  expect(
    found(120)
      .flatMap(({ commands }) => commands)
      .join(),
  ).not.toContain("abort");
});
