import { expect, test } from "vitest";
import { sideAsServed } from "../../../src/domain/rollout-decisions/side-as-served.ts";

test.each([
  ["the traffic decides", { percent: 60, blue: 9, green: 1 }, "green"],
  ["the traffic decides", { percent: 40, blue: 1, green: 9 }, "blue"],
  ["a side that does not answer serves nobody", { percent: 10, blue: 0, green: 1 }, "green"],
  ["a side that does not answer serves nobody", { percent: 90, blue: 1, green: 0 }, "blue"],
  ["half and half: the servers decide", { percent: 50, blue: 1, green: 2 }, "green"],
  ["half and half, as many servers: what was live", { percent: 50, blue: 2, green: 2 }, "blue"],
  ["without traffic the servers decide", { percent: null, blue: 0, green: 4 }, "green"],
  ["without traffic and as many servers: what was live", { percent: null, blue: 4, green: 4 }, "blue"],
  ["green is gone", { percent: 100, blue: 0, green: null }, "blue"],
  ["blue is gone", { percent: 1, blue: null, green: 0 }, "green"],
  ["a first generation that serves", { percent: null, blue: null, green: 2 }, "green"],
  ["a first generation that serves nobody", { percent: 0, blue: null, green: 2 }, "blue"],
  ["nothing is left", { percent: null, blue: null, green: null }, "blue"],
] as const)("%s", (_what, sides, kept) => {
  expect(sideAsServed(sides)).toBe(kept);
});
