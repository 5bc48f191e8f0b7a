import { describe, expect, test } from "vitest";
import { none } from "../../../src/domain/traffic-strategies/none.ts";
import { targetGroup } from "../../../src/domain/traffic-strategies/target-group.ts";
import { A, SIDES } from "../../support/domain/traffic-strategies/listener.ts";

/** The percentage while both groups are attached. */
const BOTH = 50;

const TRAFFIC = { strategy: "target-group", targetGroup: A } as const;
const seen = (blue: string | null, green: string | null) => ({ kind: "attachments" as const, blue, green });
const change = (blue: string | null, green: string | null, percent: number, sides = SIDES) =>
  targetGroup
    .change(TRAFFIC, seen(blue, green), { percent, sides })
    .map((each) => (each.kind === "write-actions" ? each.kind : `${each.kind} ${each.group}`));

describe("change", () => {
  test("attaches green beside blue, then detaches blue", () => {
    expect(change("InService", null, BOTH)).toEqual(["attach web-g0002"]);
    expect(change("InService", "InService", 100)).toEqual(["detach web-g0001"]);
  });

  test("attaches first and detaches at a later look, whichever way: the target group is never without servers", () => {
    expect(change("InService", null, 100)).toEqual(["attach web-g0002"]);
    expect(change(null, "InService", 0)).toEqual(["attach web-g0001"]);
    expect(change("InService", "Added", 100)).toEqual([]);
    const move = { percent: 100, sides: SIDES, empty: true };
    expect(targetGroup.change(TRAFFIC, seen("Added", "Added"), move)).toHaveLength(1);
  });

  test("goes back by attaching blue first and detaching green later", () => {
    expect(targetGroup.rollbackSteps).toEqual([BOTH, 0]);
    expect(change(null, "InService", BOTH)).toEqual(["attach web-g0001"]);
    expect(change("InService", "InService", 0)).toEqual(["detach web-g0002"]);
  });

  test("one that is being removed is not attached any more", () => {
    expect(change("Removing", "InService", 0)).toEqual(["attach web-g0001"]);
    expect(change("Removing", "InService", 100)).toEqual([]);
  });

  test("is none when it is so already, or when nothing was read", () => {
    expect(change("InService", "InService", BOTH)).toEqual([]);
    expect(change(null, "Added", 100)).toEqual([]);
    expect(targetGroup.change(TRAFFIC, { kind: "nothing" }, { percent: 50, sides: SIDES })).toEqual([]);
  });

  test("a first generation is only attached", () => {
    expect(change(null, null, 100, { ...SIDES, blue: null })).toEqual(["attach web-g0002"]);
  });
});

test.each([
  ["InService", null, { percent: 0 }],
  ["InService", "InService", { percent: BOTH }],
  ["InService", "Adding", { percent: BOTH }],
  [null, "InService", { percent: 100 }],
  ["Removing", "InService", { percent: 100 }],
  [null, null, { unreadable: "neither generation is attached to the target group" }],
  ["Removing", null, { unreadable: "neither generation is attached to the target group" }],
])("blue %s and green %s are read as %o", (blue, green, reading) => {
  expect(targetGroup.read(TRAFFIC, seen(blue, green), SIDES)).toEqual(reading);
});

test("before a first generation nobody has the traffic, and that can be read", () => {
  const first = { ...SIDES, blue: null };
  expect(targetGroup.read(TRAFFIC, seen(null, null), first)).toEqual({ percent: 0 });
  expect(targetGroup.read(TRAFFIC, seen(null, "InService"), first)).toEqual({ percent: 100 });
});

test("actions tell nothing of attachments", () => {
  expect(targetGroup.read(TRAFFIC, { kind: "actions", actions: [] }, SIDES)).toEqual({
    unreadable: "the attachments were not read",
  });
});

test("green is attached only when traffic moves, and then has time to pass its first check", () => {
  expect(targetGroup.launchTargetGroup(TRAFFIC, A)).toBeNull();
  expect(targetGroup.steps(TRAFFIC)).toEqual([BOTH, 100]);
  expect(targetGroup.pauseSeconds(TRAFFIC)).toBe(20);
});

test("without traffic there is nothing to read and nothing to change", () => {
  const traffic = { strategy: "none" } as const;
  expect(none.source(traffic)).toEqual({ kind: "nothing" });
  expect(none.read(traffic, { kind: "nothing" }, SIDES)).toEqual({ percent: 100 });
  expect(none.change(traffic, { kind: "nothing" }, { percent: 100, sides: SIDES })).toEqual([]);
  expect([none.steps(traffic), none.rollbackSteps, none.launchTargetGroup(traffic, A)]).toEqual([
    [100],
    [],
    null,
  ]);
});

describe("who serves", () => {
  test("green leaves only when blue is attached, and only what is attached can leave", () => {
    expect(change("Added", "InService", 0)).toEqual(["detach web-g0002"]);
    expect(change("Adding", "InService", 0)).toEqual([]);
    expect(change(null, null, 0)).toEqual(["attach web-g0001"]);
    expect(change("InService", null, 0)).toEqual([]);
    expect(change(null, null, 0, { ...SIDES, blue: null })).toEqual([]);
  });

  test("blue leaves beside an empty green that is added, not beside one that is still being added", () => {
    const move = { percent: 100, sides: SIDES, empty: true };
    expect(targetGroup.change(TRAFFIC, seen("InService", "Adding"), move)).toEqual([]);
    expect(targetGroup.change(TRAFFIC, seen("InService", "Added"), move)).toEqual([
      { kind: "detach", group: "web-g0001", targetGroup: A },
    ]);
  });

  test("what is no attachment is no change, whatever it holds", () => {
    const actions = { kind: "actions", actions: [], blue: null, green: null } as const;
    expect(targetGroup.change(TRAFFIC, actions, { percent: 100, sides: SIDES })).toEqual([]);
  });
});

test("servers that pull are paused for nothing, and both strategies say who they are", () => {
  expect(none.pauseSeconds({ strategy: "none" })).toBe(0);
  expect([targetGroup.strategy, none.strategy]).toEqual(["target-group", "none"]);
});
