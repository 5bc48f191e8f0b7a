import { expect, test, vi } from "vitest";
import {
  imageLine,
  serverLine,
  stepLine,
  sweepLine,
  warnNotSwept,
} from "../../src/lambda/invocation-line.ts";

const REPORT = {
  fleets: 2,
  irregularities: [],
  begun: [],
  notSwept: [],
  left: 0,
  attention: 3,
  unsent: 1,
  counts: {},
};

test("a step says its verdict with the reason, and for how long it waits", () => {
  expect(stepLine({ verdict: "pass", waitSeconds: 0, reason: "baked" })).toEqual({
    verdict: "pass",
    reason: "baked",
  });
  const waiting = { verdict: "wait", waitSeconds: 15, reason: "baking" } as const;
  expect(stepLine({ ...waiting, isDeclared: true })).toEqual(waiting);
});

test("an event about an image says what became of the one fleet that it concerns", () => {
  const answer = { reason: "ami-0bbb concerns 1 fleets", image: "ami-0bbb" };
  const fleet = { fleet: "web", reason: "begun: another image", rollout: "web-1" };
  expect(imageLine({ ...answer, fleets: [fleet] })).toEqual({
    verdict: "begun",
    reason: "ami-0bbb concerns 1 fleets: begun: another image",
    image: "ami-0bbb",
    fleet: "web",
    run: "web-1",
  });
  const left = { ...fleet, reason: "frozen", rollout: null };
  expect(imageLine({ ...answer, fleets: [left] })).toMatchObject({
    verdict: "left",
    fleet: "web",
    run: null,
  });
});

test("an event about an image of a thousand fleets is a line that can be read", () => {
  const answer = { reason: "ami-0bbb concerns 1000 fleets", image: "ami-0bbb" };
  const fleets = Array.from({ length: 1000 }, (_, index) => ({
    fleet: "f",
    reason: "",
    rollout: `run-${index}`,
  }));
  const line = imageLine({ ...answer, fleets });
  expect(line).toMatchObject({ verdict: "begun", fleets: 1000 });
  expect(line["runs"]).toHaveLength(20);
  expect(JSON.stringify(line).length).toBeLessThan(1000);
  expect(imageLine({ reason: "malformed event", image: null, fleets: [] })).toEqual({
    verdict: "left",
    reason: "malformed event",
    image: null,
    fleets: 0,
    runs: [],
  });
});

test("a claim about a server says which, of which fleet, and what is begun", () => {
  const answer = { reason: "i-1 is too old", instance: "i-1", fleet: "web", rollout: "web-1" };
  const { rollout: run, ...about } = answer;
  expect(serverLine(answer)).toEqual({ verdict: "begun", ...about, run });
  expect(serverLine({ ...answer, rollout: null })).toEqual({ verdict: "left", ...about, run: null });
});

test("a sweep says what it did", () => {
  const begun = [{ fleet: "web", rollout: "web-1", reason: "another image" }];
  expect(sweepLine({ ...REPORT, begun })).toEqual({
    verdict: "swept",
    reason: "2 fleets swept, 1 runs begun",
    runs: ["web-1"],
  });
});

test("a sweep that had no time for some says for how many", () => {
  expect(sweepLine({ ...REPORT, fleets: 10_000, left: 250 })).toMatchObject({
    verdict: "incomplete",
    reason: "9750 fleets swept, 0 runs begun, 250 left for the next sweep",
  });
});

test("a fleet that could not be swept is a warning, since the ledger may be what cannot be written", () => {
  const warn = vi.fn<(message: unknown, ...more: unknown[]) => void>();
  const notSwept = [{ fleet: "web", irregularity: "could not be swept: slow", repaired: false }];
  warnNotSwept({ notSwept }, { warn });
  expect(warn).toHaveBeenCalledExactlyOnceWith("could not be swept: slow", { fleet: "web" });
  expect(sweepLine({ ...REPORT, notSwept })).toMatchObject({
    verdict: "incomplete",
  });
  warn.mockClear();
  warnNotSwept(REPORT, { warn });
  expect(warn).not.toHaveBeenCalled();
});
