import { expect, test } from "vitest";
import { ageDueAt, dueFirst } from "../../../src/domain/age/due-at.ts";

const HOUR = 3_600_000;
const strict = { max: 36_000, jitter: 0 };
const spreading = { max: 36_000, jitter: 50 };
const servers = Array.from({ length: 50 }, (_, index) => ({ id: `i-${index}`, launchedAt: index * 1000 }));

test("without jitter the oldest server is due first", () => {
  expect(dueFirst(servers.toReversed(), strict)).toBe(servers[0]);
});

test("with jitter the one that is due before all others, though it is not the oldest", () => {
  const first = dueFirst(servers, spreading);
  expect(first).not.toBe(servers[0]);
  for (const each of servers)
    expect(ageDueAt(each, spreading)).toBeGreaterThanOrEqual(ageDueAt(first ?? each, spreading));
  expect(ageDueAt(first ?? { id: "", launchedAt: 0 }, spreading)).toBeLessThan(6 * HOUR);
});

test("nobody is where no age is declared, or there is no server", () => {
  expect(dueFirst(servers, undefined)).toBeNull();
  expect(dueFirst([], strict)).toBeNull();
});
