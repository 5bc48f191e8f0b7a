import { expect, test } from "vitest";
import { imageFault } from "../../../src/domain/rollout-decisions/image-fault.ts";

const arm = { state: "available", architecture: "arm64" };
const intel = { state: "available", architecture: "x86_64" };

test.each([
  ["is there and like the one before", arm, arm, null],
  ["is the first", arm, undefined, null],
  [
    "is not there",
    undefined,
    arm,
    "ami-2 does not exist (any more), or is not shared with this account: publish an image that does",
  ],
  [
    "is still made",
    { ...arm, state: "pending" },
    arm,
    "ami-2 is pending, so nothing can be launched from it: publish an image that is available",
  ],
  [
    "is disabled and of another architecture",
    { ...arm, state: "disabled" },
    intel,
    "ami-2 is disabled, so nothing can be launched from it: publish an image that is available",
  ],
  [
    "is of another architecture",
    arm,
    intel,
    "ami-2 is arm64 and the fleet's servers are x86_64: build it for x86_64",
  ],
])("an image that %s", (_, to, from, fault) => {
  expect(imageFault("ami-2", to, from)).toBe(fault);
});
