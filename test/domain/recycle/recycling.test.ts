import { expect, test } from "vitest";
import { decide } from "../../../src/domain/decide/decide.ts";
import type { FleetState } from "../../../src/domain/decide/fleet-state.ts";
import type { Finding } from "../../../src/domain/findings/finding.ts";
import { HOUR, launchedBefore, named, NEW, NOW, stateOf } from "../../support/domain/decide/states.ts";

const found = (server: string, kind: Finding["kind"], dueAt = NOW - HOUR): Finding => ({
  server,
  generation: 6,
  kind,
  field: kind,
  expected: "a",
  observed: "b",
  since: NOW - HOUR,
  dueAt,
  mode: "replace",
  absentIn: 0,
  isPublished: true,
  evidence: {},
});
const recycle = { wholeFleetAt: 50, servers: 4, left: [] };
const decided = (state: Partial<FleetState>) => decide(stateOf({ recycle, ...state }), NOW);
const serversOf = (decision: ReturnType<typeof decide>) =>
  decision.act === "start" ? decision.servers?.map(({ id }) => id) : decision.because;

test("servers that are due are replaced, the most urgent reason first, then the most overdue", () => {
  const findings = [
    found("i-1", "age", NOW - HOUR),
    found("i-2", "age", NOW - 2 * HOUR),
    found("i-3", "access"),
    found("i-3", "drift"),
  ];
  expect(serversOf(decided({ findings, recycle: { ...recycle, servers: 100 } }))).toEqual([
    "i-3",
    "i-2",
    "i-1",
  ]);
});

test("half of a fleet is replaced in place, and more than that by a rollout", () => {
  const two = [found("i-1", "drift"), found("i-2", "drift")];
  expect(serversOf(decided({ findings: two }))).toEqual(["i-1", "i-2"]);
  const more = decided({ findings: [...two, found("i-3", "drift")] });
  expect(more).toMatchObject({ act: "start" });
  expect(more).not.toHaveProperty("servers");
});

test("what the fleet is to run otherwise, and what a person wants of all servers, is a rollout", () => {
  const findings = [found("i-1", "drift")];
  for (const wanted of [{ named: named(NEW) }, { launchedBefore: launchedBefore(NOW - HOUR) }]) {
    const decision = decide(stateOf({ recycle, findings, wanted }), NOW);
    expect(decision).toMatchObject({ act: "start" });
    expect(decision).not.toHaveProperty("servers");
  }
});

test("a server that is left alone is named, until it is looked at again", () => {
  const left = [{ server: "i-1", reason: "is protected from scale-in", until: NOW + HOUR }];
  const findings = [found("i-1", "drift")];
  expect(decided({ findings, recycle: { ...recycle, left } })).toMatchObject({
    act: "leave",
    because: "left-out",
    reason: "what is due is left alone: i-1 is protected from scale-in",
    nextAt: NOW + HOUR,
  });
  expect(serversOf(decide(stateOf({ findings, recycle: { ...recycle, left } }), NOW + HOUR))).toEqual([
    "i-1",
  ]);
});

test("without the declaration a rollout replaces the fleet, as ever", () => {
  const decision = decide(stateOf({ findings: [found("i-1", "drift")] }), NOW);
  expect(decision).toMatchObject({ act: "start" });
  expect(decision).not.toHaveProperty("servers");
});
