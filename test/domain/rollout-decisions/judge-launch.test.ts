import { expect, test } from "vitest";
import {
  judgeLaunch,
  type Launch,
  type LaunchVerdict,
} from "../../../src/domain/rollout-decisions/judge-launch.ts";

/** Two servers of four after 30 of 600 seconds. */
const launch = (change: Partial<Launch> = {}): Launch => ({
  inService: 2,
  size: 4,
  servers: 4,
  failures: [],
  elapsed: 30,
  deadline: 600,
  ...change,
});
/** Launches that failed so many seconds after some instant, the newest first. */
const failed = (...seconds: number[]): Launch["failures"] =>
  seconds.map((each) => ({ at: 1_000_000 + each * 1000, message: `no capacity at ${each}` }));
const wait = (seconds: number, reason: string): LaunchVerdict => ({ verdict: "wait", seconds, reason });
type Failure = Extract<LaunchVerdict, { verdict: "fail" }>;
const fail = (error: Failure["error"], reason: string): Failure => ({ verdict: "fail", error, reason });

test.each<[string, Launch, LaunchVerdict]>([
  ["under way", launch(), wait(5, "2 of 4 servers are in service")],
  ["just begun", launch({ elapsed: 5, inService: 0 }), wait(10, "0 of 4 servers are in service")],
  ["that takes long", launch({ elapsed: 200 }), wait(20, "2 of 4 servers are in service")],
  ["at its deadline", launch({ elapsed: 600 }), wait(60, "2 of 4 servers are in service")],
  [
    "past its deadline",
    launch({ elapsed: 601 }),
    fail("Deadline", "2 of 4 servers are in service after 10m, the launch deadline"),
  ],
  [
    "past its deadline, after failures",
    launch({ elapsed: 601, failures: failed(9, 1) }),
    fail("NoCapacity", "2 of 4 servers are in service after 10m, the launch deadline (no capacity at 9)"),
  ],
  [
    "of which nothing came up for a minute",
    launch({ inService: 0, servers: 0, failures: failed(60, 30, 0) }),
    fail("NoCapacity", "no server could be launched, 3 times in a row (no capacity at 60)"),
  ],
  [
    "of which nothing came up for less than a minute",
    launch({ inService: 0, servers: 0, failures: failed(59, 30, 0) }),
    wait(5, "0 of 4 servers are in service (no capacity at 59)"),
  ],
  [
    "that failed twice",
    launch({ inService: 0, servers: 0, failures: failed(90, 0) }),
    wait(5, "0 of 4 servers are in service (no capacity at 90)"),
  ],
  [
    "that failed for a minute beside a server that came up",
    launch({ inService: 0, servers: 1, failures: failed(90, 30, 0) }),
    wait(5, "0 of 4 servers are in service (no capacity at 90)"),
  ],
])("a launch %s", (_, seen, verdict) => {
  expect(judgeLaunch(seen)).toEqual(verdict);
});
