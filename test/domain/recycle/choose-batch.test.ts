import { describe, expect, test } from "vitest";
import { chooseBatch, type DueServer } from "../../../src/domain/recycle/choose-batch.ts";

const due = (id: string, more: Partial<DueServer> = {}): DueServer => ({
  id,
  zone: "a",
  reason: "age",
  dueAt: 0,
  ...more,
});
const ids = (chosen: readonly DueServer[]): string => chosen.map(({ id }) => id).join(" ");
const even = new Map([
  ["a", 10],
  ["b", 10],
  ["c", 10],
]);

describe("which servers are replaced next", () => {
  test("the most urgent reason, then what was due first, then the id", () => {
    const servers = [
      due("i-1", { reason: "age", dueAt: 1 }),
      due("i-2", { reason: "drift", dueAt: 9 }),
      due("i-5", { reason: "access", dueAt: 8 }),
      due("i-4", { reason: "access", dueAt: 8 }),
      due("i-3", { reason: "access", dueAt: 7 }),
      due("i-6", { reason: "health", dueAt: 1 }),
    ];
    expect(ids(chooseBatch(servers, { atOnce: 6, inZone: even }))).toBe("i-3 i-4 i-5 i-6 i-2 i-1");
    expect(ids(chooseBatch(servers, { atOnce: 2, inZone: even }))).toBe("i-3 i-4");
  });

  test("never more than at once, and none of none", () => {
    const servers = Array.from({ length: 30 }, (_, number) => due(`i-${number}`));
    expect(chooseBatch(servers, { atOnce: 7, inZone: even })).toHaveLength(7);
    expect(chooseBatch([], { atOnce: 7, inZone: even })).toEqual([]);
    expect(chooseBatch(servers, { atOnce: 7, inZone: new Map() })).toHaveLength(7);
  });

  test("a zone gives what keeps zones even, the most overdue of it first", () => {
    const servers = [
      ...[1, 2, 3, 4, 5].map((dueAt) => due(`i-a${dueAt}`, { zone: "a", dueAt })),
      ...[6, 7].map((dueAt) => due(`i-b${dueAt}`, { zone: "b", dueAt })),
      ...[8, 9].map((dueAt) => due(`i-c${dueAt}`, { zone: "c", dueAt })),
    ];
    expect(ids(chooseBatch(servers, { atOnce: 3, inZone: even }))).toBe("i-a1 i-b6 i-c8");
    expect(ids(chooseBatch(servers, { atOnce: 6, inZone: even }))).toBe("i-a1 i-a2 i-b6 i-b7 i-c8 i-c9");
  });

  test("a zone that is fuller gives more: substitutes come where the fewest are", () => {
    const inZone = new Map([
      ["a", 12],
      ["b", 9],
    ]);
    const servers = [
      ...[1, 2, 3].map((dueAt) => due(`i-b${dueAt}`, { zone: "b", dueAt })),
      ...[4, 5, 6].map((dueAt) => due(`i-a${dueAt}`, { zone: "a", dueAt })),
    ];
    expect(ids(chooseBatch(servers, { atOnce: 2, inZone }))).toBe("i-a4 i-a5");
  });

  test("where only one zone has servers that are due, all of them are of it", () => {
    const servers = [1, 2, 3].map((dueAt) => due(`i-${dueAt}`, { dueAt }));
    expect(ids(chooseBatch(servers, { atOnce: 3, inZone: even }))).toBe("i-1 i-2 i-3");
    expect(ids(chooseBatch(servers, { atOnce: 2, inZone: even }))).toBe("i-1 i-2");
  });

  test("who was logged into, or is taken by AWS, goes whatever its zone, and counts for it", () => {
    const servers = [
      ...[1, 2].map((dueAt) => due(`i-h${dueAt}`, { zone: "a", reason: "health", dueAt })),
      due("i-a3", { zone: "a", dueAt: 3 }),
      due("i-b4", { zone: "b", dueAt: 4 }),
    ];
    expect(ids(chooseBatch(servers, { atOnce: 3, inZone: even }))).toBe("i-h1 i-h2 i-b4");
  });
});
