import { expect, test } from "vitest";
import type { Group } from "../../src/aws/auto-scaling/auto-scaling.ts";
import type { Hold } from "../../src/domain/run/rollout.ts";
import { groupIrregularities } from "../../src/sweep/world/group-irregularities.ts";
import { generation, rollout } from "../support/cli/records.ts";

const group = (name: string, special: Partial<Group> = {}): Group => ({
  name,
  arn: `arn:${name}`,
  minSize: 2,
  maxSize: 4,
  desired: 2,
  template: null,
  instances: [],
  targetGroups: [],
  suspendedProcesses: [],
  tags: { "moult:fleet": "web" },
  deleting: false,
  raw: {} as Group["raw"],
  ...special,
});
const groupsOf = (...groups: Group[]) => new Map(groups.map((each) => [each.name, each]));
const live = generation({});
const held: Hold = { group: live.group, kind: "minimum", originalMin: 1, heldMin: 2, processes: [] };
const ended = (...holds: Hold[]) => [rollout({ endedAt: 1, outcome: "succeeded", holds })];
const resting = (special: object) => ({
  fleet: "web",
  generations: [live],
  rollouts: [],
  retiring: [],
  ...special,
});

test("one live generation with its group, and nothing else, is as it should be", () => {
  expect(groupIrregularities(resting({}), groupsOf(group(live.group)))).toEqual([]);
});

test("two live generations", () => {
  const other = generation({ number: 7, group: "web-g0007" });
  const found = groupIrregularities(
    resting({ generations: [other, live] }),
    groupsOf(group(live.group), group("web-g0007")),
  );
  expect(found).toEqual(["generations 7 and 6 are both live"]);
});

test("a live generation whose group is gone", () => {
  expect(groupIrregularities(resting({}), groupsOf())).toEqual([
    "live generation 6's group web-g0006 is gone",
  ]);
});

test("a group that nobody finished with, and none that is gone already", () => {
  const stray = (state: "launching" | "retiring") => generation({ number: 7, group: "web-g0007", state });
  for (const state of ["launching", "retiring"] as const) {
    const fleet = resting({ generations: [live, stray(state)] });
    expect(groupIrregularities(fleet, groupsOf(group(live.group), group("web-g0007")))).toEqual([
      `group web-g0007 of generation 7 still exists, ${state}, and no rollout runs`,
    ]);
    expect(groupIrregularities(fleet, groupsOf(group(live.group)))).toEqual([]);
  }
});

test("a group with the fleet's tag that is no generation, but none on its way out or of another fleet", () => {
  const gone = generation({ number: 5, group: "web-g0005", state: "gone" });
  const fleet = resting({ generations: [live, gone] });
  const found = (...others: Group[]) => groupIrregularities(fleet, groupsOf(group(live.group), ...others));
  expect(found(group("web-g0005"), group("web-copy"))).toEqual([
    "group web-g0005 has the fleet's tag moult:fleet and is no generation of it",
    "group web-copy has the fleet's tag moult:fleet and is no generation of it",
  ]);
  expect(found(group("web-g0005", { deleting: true }))).toEqual([]);
  expect(found(group("api-g0001", { tags: { "moult:fleet": "api" } }))).toEqual([]);
  expect(found(group("theirs", { tags: {} }))).toEqual([]);
});

test("a generation that is kept on purpose is no orphan", () => {
  const kept = generation({ number: 5, group: "web-g0005", state: "retained" });
  const fleet = resting({ generations: [live, kept] });
  expect(groupIrregularities(fleet, groupsOf(group(live.group), group("web-g0005")))).toEqual([]);
});

test("a minimum that an ended rollout held and did not give back", () => {
  const said = (special: Partial<Group>, hold: Hold = held) =>
    groupIrregularities(resting({ rollouts: ended(hold) }), groupsOf(group(live.group, special)));
  expect(said({ minSize: 2 })).toEqual([
    "rollout web-1 has ended and left the minimum held at 2 (it was 1) of web-g0006",
  ]);
  expect(said({ minSize: 1 })).toEqual([]);
  expect(said({ minSize: 3 })).toEqual([]);
  expect(said({ minSize: 2 }, { ...held, originalMin: 2 })).toEqual([]);
});

test("processes that an ended rollout suspended and did not resume", () => {
  const processes = ["ScheduledActions", "AZRebalance"];
  const hold: Hold = {
    group: live.group,
    kind: "suspended-processes",
    originalMin: null,
    heldMin: null,
    processes,
  };
  const said = (...suspendedProcesses: string[]) =>
    groupIrregularities(
      resting({ rollouts: ended(hold) }),
      groupsOf(group(live.group, { suspendedProcesses })),
    );
  expect(said("ScheduledActions", "Launch")).toEqual([
    "rollout web-1 has ended and left ScheduledActions suspended of web-g0006",
  ]);
  expect(said("Launch")).toEqual([]);
});

test("what was held on a group that is not live any more is of no concern", () => {
  const gone = generation({ number: 5, group: "web-g0005", state: "retained" });
  const fleet = resting({ generations: [live, gone], rollouts: ended({ ...held, group: "web-g0005" }) });
  expect(groupIrregularities(fleet, groupsOf(group(live.group), group("web-g0005")))).toEqual([]);
});
