import { expect, test } from "vitest";
import { leastHealthy, worstOfEach } from "../../../src/domain/traffic-pairs/health-in-pairs.ts";

const target = (id: string, state = "healthy", reason: string | null = null) => ({ id, state, reason });

test("a server is healthy when it is so in every target group", () => {
  const first = [target("i-1"), target("i-2"), target("i-3")];
  const second = [target("i-1"), target("i-2", "unhealthy", "Target.Timeout"), target("i-4")];
  expect(worstOfEach([first])).toBe(first);
  expect(worstOfEach([first, second])).toEqual([
    target("i-1"),
    target("i-2", "unhealthy", "Target.Timeout"),
    target("i-3", "unused", "not registered in every target group"),
    target("i-4", "unused", "not registered in every target group"),
  ]);
  expect(worstOfEach([])).toEqual([]);
});

test("a side has as many healthy servers as the target group that has fewest, of its own", () => {
  const first = [target("i-1"), target("i-2")];
  const second = [target("i-2", "unhealthy"), target("i-1"), target("i-9")];
  expect(leastHealthy([first, second])).toBe(2);
  expect(leastHealthy([first, second], new Set(["i-1", "i-2"]))).toBe(1);
  expect(leastHealthy([first, []])).toBe(0);
  expect(leastHealthy([])).toBe(0);
});
