import { expect, test } from "vitest";
import {
  isAnyLeft,
  strandedCommands,
  strandedIn,
  strandedWords,
} from "../../../src/domain/recycle/stranded.ts";

const ADDED = { standby: ["i-old"], substitutes: ["i-new"], size: 4 };
const group = (states: Readonly<Record<string, string>>, desired = 4) => ({
  desired,
  instances: Object.entries(states).map(([id, lifecycleState]) => ({ id, lifecycleState })),
});
const WEB = { group: "web", size: 4 };

test("who is in standby is left, and its substitute is needed", () => {
  const left = strandedIn(ADDED, group({ "i-old": "Standby", "i-new": "InService" }));
  expect(left).toEqual({ standby: ["i-old"], substitutes: [], surplus: 0 });
  expect(strandedWords(left)).toBe("i-old stays in standby, out of traffic");
  expect(strandedCommands(left, WEB)).toEqual([
    "aws autoscaling exit-standby --auto-scaling-group-name web --instance-ids i-old",
  ]);
});

test("once it serves again the substitute is left, until it is gone or the group is as large as before", () => {
  const left = strandedIn(ADDED, group({ "i-old": "InService", "i-new": "InService" }, 5));
  expect(left).toEqual({ standby: [], substitutes: ["i-new"], surplus: 0 });
  expect(strandedWords(left)).toBe("i-new stays beside those whose place they were to take");
  expect(strandedCommands(left, WEB)).toEqual([
    "aws autoscaling terminate-instance-in-auto-scaling-group --instance-id i-new --should-decrement-desired-capacity",
  ]);
  for (const over of [
    group({ "i-old": "InService", "i-new": "Terminating:Wait" }, 5),
    group({ "i-old": "InService" }, 5),
    group({ "i-old": "InService", "i-new": "InService" }, 4),
  ])
    expect(isAnyLeft(strandedIn(ADDED, over))).toBe(false);
});

test("where nobody can be named, the group that asks for too many is", () => {
  const left = strandedIn({ ...ADDED, standby: [], substitutes: [] }, group({ "i-old": "InService" }, 6));
  expect(left).toEqual({ standby: [], substitutes: [], surplus: 2 });
  expect(strandedWords(left)).toBe("the group asks for 2 more than it is to have");
  expect(strandedCommands(left, WEB)).toEqual([
    "aws autoscaling set-desired-capacity --auto-scaling-group-name web --desired-capacity 4",
  ]);
});

test("no more commands than somebody reads", () => {
  const left = { standby: [], substitutes: ["i-1", "i-2", "i-3", "i-4"], surplus: 0 };
  expect(strandedCommands(left, WEB)).toHaveLength(3);
  expect(strandedWords({ ...left, standby: ["i-8", "i-9"] })).toBe(
    "i-8, i-9 stay in standby, out of traffic",
  );
});
