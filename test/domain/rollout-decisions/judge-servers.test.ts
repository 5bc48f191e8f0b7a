import { describe, expect, test } from "vitest";
import {
  judgeServers,
  type ServerActivity,
  type Servers,
} from "../../../src/domain/rollout-decisions/judge-servers.ts";

const NOW = 10_000_000;
const TAKEN_OUT = "At 2026-11-20T10:00:00Z an instance was taken out of service in response to";
const ENDED = `${TAKEN_OUT} an EC2 health check indicating it has been terminated or stopped.`;
const IMPAIRED = `${TAKEN_OUT} an EC2 instance status checks failure.`;

const activity = (
  description: string,
  cause: string,
  secondsAgo: number,
  status: string,
): ServerActivity => ({
  at: NOW - secondsAgo * 1000,
  description,
  cause,
  status,
  message: "We currently do not have sufficient capacity.",
});
const ended = (cause: string, secondsAgo = 60) =>
  activity("Terminating EC2 instance: i-1", cause, secondsAgo, "Successful");
const launch = (secondsAgo: number, status: string) =>
  activity("Launching a new EC2 instance: i-2", "a difference", secondsAgo, status);
const times = (count: number, each: ServerActivity) => Array.from({ length: count }, () => each);

const judge = (size: number, activities: readonly ServerActivity[] = [], change: Partial<Servers> = {}) =>
  judgeServers({ inService: size, size, floorPercent: 100, activities, now: NOW, ...change });
const verdict = (...asked: Parameters<typeof judge>) => judge(...asked).verdict;

describe("deaths", () => {
  test.each([
    [0, 1, "pass"],
    [0, 50, "pass"],
    [1, 1, "pass"],
    [1, 2, "fail"],
    [4, 1, "pass"],
    [4, 2, "fail"],
    [9, 1, "pass"],
    [10, 2, "pass"],
    [10, 3, "fail"],
    [100, 20, "pass"],
    [100, 21, "fail"],
  ] as const)("of %i servers, %i died: %s", (size, deaths, wanted) => {
    expect(verdict(size, times(deaths, ended(IMPAIRED)))).toBe(wanted);
  });

  test.each([
    [`${TAKEN_OUT} a user health-check.`, "fail"],
    [`${TAKEN_OUT} an ELB system health check failure.`, "fail"],
    [`${TAKEN_OUT} a health check.`, "fail"],
    [`At 2026-11-20T10:00:00Z a user request. ${TAKEN_OUT} a user request.`, "pass"],
    [
      `${TAKEN_OUT} a difference between desired and actual capacity, shrinking the capacity from 4 to 3.`,
      "pass",
    ],
    [`${TAKEN_OUT} an instance refresh.`, "pass"],
    [`${TAKEN_OUT} an EC2 Spot capacity rebalance recommendation.`, "pass"],
  ])("%s: %s", (cause, wanted) => {
    expect(verdict(4, times(2, ended(cause)))).toBe(wanted);
  });

  test("count for an hour, since single servers die in every fleet", () => {
    expect(verdict(4, [ended(IMPAIRED, 1), ended(IMPAIRED, 3600)])).toBe("fail");
    expect(verdict(4, [ended(IMPAIRED, 1), ended(IMPAIRED, 3601)])).toBe("pass");
  });

  test("are the image's fault only as far as EC2 did not show the servers as ended", () => {
    expect(judge(4, times(2, ended(IMPAIRED)))).toMatchObject({
      imageAtFault: true,
      reason: "2 of green's servers died within 1h, 1 may (the last: an EC2 instance status checks failure)",
    });
    expect(judge(4, times(72, ended(ENDED)))).toMatchObject({ verdict: "fail", imageAtFault: false });
    expect(judge(4, [ended(ENDED), ended(IMPAIRED)]).imageAtFault).toBe(false);
  });
});

describe("launches that fail", () => {
  const failing = [launch(10, "Failed"), launch(40, "Cancelled"), launch(70, "Failed")];

  test("end it when no server is left, three in a row and for a minute", () => {
    expect(judge(4, failing, { inService: 0 })).toMatchObject({
      verdict: "fail",
      error: "NoCapacity",
      imageAtFault: false,
      reason: expect.stringMatching(/^no server is in service and launches fail: We currently/u) as string,
    });
    expect(verdict(4, failing.slice(0, 2), { inService: 0 })).toBe("wait");
    expect(
      verdict(
        4,
        failing.map((each) => ({ ...each, at: NOW })),
        { inService: 0 },
      ),
    ).toBe("wait");
    expect(verdict(0, failing, { inService: 0 })).toBe("pass");
  });

  test("are waited for while servers are in service, also above the floor", () => {
    expect(verdict(4, failing, { inService: 3 })).toBe("wait");
    expect(judge(4, failing, { inService: 3, floorPercent: 50 })).toMatchObject({
      verdict: "wait",
      reason: "launches fail: We currently do not have sufficient capacity.",
    });
    expect(verdict(4, failing)).toBe("pass");
  });

  test("count since the last launch that did not fail", () => {
    const since = [
      launch(10, "Failed"),
      launch(40, "Successful"),
      launch(70, "Failed"),
      launch(90, "Failed"),
    ];
    expect(verdict(4, since, { inService: 3, floorPercent: 50 })).toBe("pass");
    const running = [launch(5, "PreInService"), ...failing];
    expect(verdict(4, running, { inService: 3, floorPercent: 50 })).toBe("wait");
  });
});

test("a green below its floor is waited for", () => {
  expect(judge(4, [], { inService: 2, floorPercent: 75 })).toMatchObject({
    verdict: "wait",
    reason: "2 of green's servers are in service, the fleet's floor is 3",
  });
  expect(verdict(4, [], { inService: 3, floorPercent: 75 })).toBe("pass");
  expect(verdict(1, [], { inService: 0 })).toBe("wait");
});
