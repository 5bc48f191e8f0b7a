import { expect, test } from "vitest";
import { instanceStatus } from "../../../src/domain/gates/instance-status.ts";
import { context, NOON } from "../../support/domain/gates/context.ts";

const judge = (states: readonly (readonly [string, string])[], change = {}) =>
  instanceStatus.judge(
    { kind: "instance-status" },
    { servers: states.map(([state, status], index) => ({ id: `i-${index}`, state, status })) },
    context(change),
  );

test("passes when every server runs and passed both checks", () => {
  expect(
    judge([
      ["running", "ok"],
      ["running", "ok"],
    ]),
  ).toEqual({
    gate: "it",
    verdict: "pass",
    value: "2 of 2 ok",
    threshold: "2 of 2",
    since: NOON,
    reason: "every server passed both status checks",
  });
});

test("remembers since when it holds", () => {
  expect(
    judge(
      [
        ["running", "ok"],
        ["running", "ok"],
      ],
      { since: NOON - 5000 },
    ),
  ).toMatchObject({ verdict: "pass", since: NOON - 5000 });
});

test.each([
  ["a server that EC2 says nothing of yet", [["running", "ok"]], 1],
  [
    "checks that have not ended",
    [
      ["running", "initializing"],
      ["running", "ok"],
    ],
    1,
  ],
  [
    "a server that does not run",
    [
      ["pending", "ok"],
      ["stopping", "ok"],
    ],
    2,
  ],
  ["no server at all", [], 2],
] as const)("waits for %s", (_what, states, missing) => {
  expect(judge(states, { since: NOON - 5000 })).toMatchObject({
    verdict: "wait",
    since: null,
    reason: `${missing} servers have not passed their status checks`,
  });
});

test("fails on an impaired server, whatever the others are, and names it", () => {
  expect(
    judge([
      ["running", "ok"],
      ["running", "ok"],
      ["running", "impaired"],
    ]),
  ).toMatchObject({ verdict: "fail", since: null, reason: "status check impaired on i-2" });
});

test("passes for a fleet of no servers: there is none to ask", () => {
  expect(judge([], { servers: 0 })).toMatchObject({ verdict: "pass", value: "0 of 0 ok" });
});

test("names three of the servers whose check is impaired", () => {
  const impaired = Array.from({ length: 4 }, () => ["running", "impaired"] as const);
  expect(judge(impaired).reason).toMatch(/i-0, i-1, i-2$/);
});
