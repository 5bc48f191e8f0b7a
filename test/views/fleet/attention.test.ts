import { expect, test } from "vitest";
import { attentionRows, unsentOf } from "../../../src/views/fleet/attention.ts";

const found = (key: string) => ({
  key,
  kind: "irregularity" as const,
  reason: `${key}.`,
  commands: ["look"],
});
const stands = (key: string, since: number, endedAt: number | null = null) => ({
  ...found(key),
  source: "sweep-world",
  since,
  endedAt,
});
const EMPTY = { pending: [], taken: [], attention: [] };

test("what stands is shown with since when, what is over is not, and what no sweep has seen is found now", () => {
  const outbox = { ...EMPTY, attention: [stands("a", 1), stands("b", 2, 3)] };
  expect(attentionRows(outbox, [found("a"), found("c")])).toEqual([
    { kind: "irregularity", reason: "a.", since: 1, commands: ["look"] },
    { kind: "irregularity", reason: "c.", since: null, commands: ["look"] },
  ]);
});

test("events that the bus has not taken for ten minutes are counted, with the oldest", () => {
  const event = (keptAt: number) => ({
    id: String(keptAt),
    detailType: "T",
    detail: {},
    keptAt,
    claimedUntil: 0,
  });
  const outbox = { ...EMPTY, pending: [event(0), event(5), event(600_000)] };
  expect(unsentOf(outbox, 600_001)).toEqual({ count: 1, oldestAt: 0 });
  expect(unsentOf(outbox, 700_000)).toEqual({ count: 2, oldestAt: 0 });
  expect(unsentOf(EMPTY, 700_000)).toBeNull();
});
