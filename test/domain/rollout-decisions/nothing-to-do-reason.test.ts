import { expect, test } from "vitest";
import {
  type Change,
  nothingToDoReason,
} from "../../../src/domain/rollout-decisions/nothing-to-do-reason.ts";

const SAME = "every server runs ami-1 from template version 3 already; --force replaces them all the same";
const OLDER = "ami-0 is older than ami-1, which runs now; moult rollout start --image goes back on purpose";
const runs = { id: "ami-1", createdAt: 1000 };
const older = { id: "ami-0", createdAt: 999 };
const twin = { id: "ami-2", createdAt: 1000 };

const change = (
  reason: Change["request"]["reason"],
  to: Change["to"],
  from: Change["from"],
  templateVersion = 3,
): Change => ({
  live: { image: "ami-1", template: { id: "lt-1", version: 7, baseVersion: 3, ownedByMoult: true } },
  request: { reason },
  to,
  from,
  templateVersion,
});

test.each<[string, Change, string | null]>([
  ["the image that runs, from the same version", change("image", runs, runs), SAME],
  ["the image that runs, asked for by a person", change("operator", runs, runs), SAME],
  ["the image that runs, from another version", change("image", runs, runs, 4), null],
  ["an older image that was published", change("image", older, runs), OLDER],
  ["an older image that a person asks for", change("operator", older, runs), null],
  ["an image of the same age", change("image", twin, runs), null],
  ["an image beside one that is gone", change("image", older, undefined), null],
  ["an image that is gone", change("image", undefined, runs), null],
])("%s", (_, asked, expected) => {
  expect(nothingToDoReason(asked)).toBe(expected);
});
