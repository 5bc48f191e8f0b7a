import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { GateVerdict } from "../../src/domain/gate.ts";
import {
  combineVerdicts,
  gateKinds,
  gateSettings,
  judgeGate,
  namedGates,
} from "../../src/domain/gate-kinds.ts";

const said = (gate: string, verdict: GateVerdict["verdict"]): GateVerdict => ({
  gate,
  verdict,
  reason: `${gate} is so`,
  value: "",
  threshold: "",
  since: null,
});

describe("combineVerdicts", () => {
  const all = [
    said("a", "pass"),
    said("b", "wait"),
    said("e", "stand"),
    said("c", "unknown"),
    said("d", "fail"),
  ];

  test.each([
    [5, "fail", "d: d is so"],
    [4, "unknown", "c: c is so"],
    [3, "stand", "e: e is so"],
    [2, "wait", "b: b is so"],
    [1, "pass", "1 gates passed"],
    [0, "pass", "no gates"],
  ] as const)("of the first %i verdicts makes %s", (count, verdict, reason) => {
    expect(combineVerdicts(all.slice(0, count))).toEqual({ verdict, reason });
  });

  test("ends the rollout as the verdict does that it is made of", () => {
    const atFault = { imageAtFault: true, reach: "fleet" } as const;
    const ends = [
      said("a", "wait"),
      { ...said("b", "fail"), ending: atFault },
      { ...said("c", "wait"), ending: { imageAtFault: false } },
    ];
    expect(combineVerdicts(ends)).toEqual({ verdict: "fail", reason: "b: b is so", ending: atFault });
  });

  test("takes what is too early to be judged last, with when there is more to judge by", () => {
    const early = { ...said("early", "unknown"), isEarly: true, nextAt: 7 };
    expect(combineVerdicts([early, said("a", "pass")])).toEqual({
      verdict: "unknown",
      reason: "early: early is so",
      nextAt: 7,
    });
    expect(combineVerdicts([early, said("b", "wait")])).toEqual({ verdict: "wait", reason: "b: b is so" });
  });

  const verdicts = fc.array(
    fc.constantFrom<GateVerdict["verdict"]>("pass", "fail", "wait", "unknown", "stand"),
  );
  test("passes only if each passes, fails if any fails, in whatever order", () => {
    fc.assert(
      fc.property(verdicts, (list) => {
        const { verdict } = combineVerdicts(list.map((each) => said("x", each)));
        expect(verdict === "pass").toBe(list.every((each) => each === "pass"));
        expect(verdict === "fail").toBe(list.includes("fail"));
        expect(verdict).toBe(combineVerdicts(list.toReversed().map((each) => said("x", each))).verdict);
      }),
    );
  });
});

test("gates of one kind are told apart by a number", () => {
  const gates = [
    { kind: "instance-status" },
    { kind: "http" },
    { kind: "http" },
    { kind: "instance-status" },
  ];
  expect(namedGates(gates.map((gate) => gateSettings.parse(gate))).map(({ name }) => name)).toEqual([
    "instance-status",
    "http",
    "http-2",
    "instance-status-2",
  ]);
});

test("each gate is judged by its own kind, under the name it was given", () => {
  const traffic = { firstAt: null, allAt: null, targetGroups: [] };
  const context = { gate: "alarm-2", servers: 1, now: 1, observedFrom: 1, since: null, traffic };
  const gate = gateSettings.parse({ kind: "alarm", alarms: ["a"] });
  expect(judgeGate(gate, { alarms: [] }, context)).toMatchObject({ gate: "alarm-2", verdict: "unknown" });
});

test("only what can be watched without doing anything is judged again while traffic moves", () => {
  const watched = Object.values(gateKinds).filter((kind) => kind.watched);
  expect(watched.map(({ kind }) => kind)).toEqual(["target-health", "alarm", "metric"]);
});

test("what the world says of servers is compared with blue and blames for all; what a fleet asks blames for it alone", () => {
  const said = Object.values(gateKinds).map(({ kind, comparison, reach }) => [kind, comparison, reach]);
  expect(said).toEqual([
    ["instance-status", "always", "every-fleet"],
    ["target-health", "always", "every-fleet"],
    ["command", "declared", "fleet"],
    ["http", "declared", "fleet"],
    ["alarm", "never", "fleet"],
    ["metric", "never", "every-fleet"],
  ]);
});

test("the table and the settings know the same kinds, each by its own name", () => {
  expect(Object.entries(gateKinds).map(([name, { kind }]) => [name, kind])).toEqual(
    gateSettings.options
      .map((option) => ("shape" in option ? option : option.options[0]).shape.kind.value)
      .map((kind) => [kind, kind]),
  );
});

test.each([
  [{ kind: "target-health" }, { kind: "target-health", healthy: 100, for: 0 }],
  [
    { kind: "command", commands: ["x"] },
    { kind: "command", document: "AWS-RunShellScript", commands: ["x"], timeout: 300 },
  ],
  [{ kind: "http" }, { kind: "http", path: "/", expect: 200, timeout: 5 }],
])("%o has its defaults", (written, meant) => {
  expect(gateSettings.parse(written)).toEqual(meant);
});

test.each([
  { kind: "command" },
  { kind: "command", commands: [] },
  { kind: "command", commands: ["x"], timeout: "29s" },
  { kind: "command", commands: ["x"], timeout: "3h" },
  { kind: "http", path: "healthz" },
  { kind: "http", port: 0 },
  { kind: "http", expect: 99 },
  { kind: "http", timeout: "2m" },
  { kind: "alarm", alarms: [] },
  { kind: "alarm", alarms: [""] },
  { kind: "target-health", healthy: "0%" },
  { kind: "target-health", for: "2h" },
  { kind: "instance-status", healthy: "50%" },
  { kind: "telepathy" },
])("%o is refused", (gate) => {
  expect(gateSettings.safeParse(gate).success).toBe(false);
});
