import { expect, test } from "vitest";
import {
  blueUnfitReason,
  dependsOnRead,
  isFit,
  needsFitBlue,
  nextRollbackShare,
  type Revert,
  type SideHealth,
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

test.each<[Revert["source"], number, boolean]>([
  ["actions", 100, true],
  ["actions", 50, true],
  ["attachments", 50, true],
  ["attachments", 100, false],
])("%s at %i%%: blue has to be fit: %s", (source, percent, needs) => {
  expect(needsFitBlue({ source, percent })).toBe(needs);
});

test.each<[SideHealth, number, string | null]>([
  [{ healthy: 1, unchecked: false }, 3, null],
  [{ healthy: 1, unchecked: true }, 3, "blue's servers are still being checked"],
  [{ healthy: 1, unchecked: true }, 0, null],
  [{ healthy: 0, unchecked: false }, 3, "blue has no healthy server to take the traffic back, green has 3"],
  [{ healthy: 0, unchecked: true }, 2, "blue has no healthy server to take the traffic back, green has 2"],
  [{ healthy: 0, unchecked: false }, 0, null],
])("blue of %o beside %i healthy servers of green", (blue, green, reason) => {
  expect(blueUnfitReason(blue, green)).toBe(reason);
  expect(isFit(blue)).toBe(blue.healthy > 0 && !blue.unchecked);
});
