import { expect, test } from "vitest";
import {
  dependsOnRead,
  nextRollbackShare,
  type Revert,
} from "../../../src/domain/rollout-decisions/revert-traffic.ts";

test.each<[number, number[], number]>([
  [100, [0], 0],
  [10, [0], 0],
  [100, [50, 0], 50],
  [50, [50, 0], 0],
  [51, [50, 0], 50],
  [30, [50, 0], 0],
  [100, [], 0],
])("from %i%% over %j green goes to %i%%", (percent, steps, next) => {
  expect(nextRollbackShare(percent, steps)).toBe(next);
});

const revert = (source: Revert["source"], percent: number, change: Partial<Revert> = {}): Revert => ({
  source,
  percent,
  next: 0,
  setPercent: percent,
  isDrained: false,
  ...change,
});

test.each<[string, Revert, boolean]>([
  ["weights", revert("actions", 50), false],
  ["weights that are all green's", revert("actions", 100), false],
  ["weights that are all green's once blue has drained", revert("actions", 100, { isDrained: true }), true],
  ["weights that are shared once blue has drained", revert("actions", 50, { isDrained: true }), false],
  ["weights that are not as they were set", revert("actions", 50, { setPercent: 10 }), false],
  ["one target group that green leaves", revert("attachments", 50), true],
  ["one target group that blue joins", revert("attachments", 100, { next: 50 }), false],
  [
    "one target group that blue joins though both should be in it",
    revert("attachments", 100, { next: 50, setPercent: 50 }),
    true,
  ],
])("%s: depends on a read that does not lag: %o %s", (_, change, depends) => {
  expect(dependsOnRead(change)).toBe(depends);
});
