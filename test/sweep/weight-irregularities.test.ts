import { expect, test, vi } from "vitest";
import { type FleetDeclaration, fleetSchema } from "../../src/domain/declaration/fleet.ts";
import type { Generation } from "../../src/domain/generation.ts";
import { AccessDenied, Throttled } from "../../src/errors/errors.ts";
import { appendEntry, listEntries } from "../../src/ledger/entries.ts";
import { readOutbox } from "../../src/ledger/outbox/outbox.ts";
import { declareFleet } from "../../src/ledger/fleets.ts";
import { rollouts } from "../../src/ledger/runs/rollouts.ts";
import { openSqliteLedger } from "../../src/ledger/stores/sqlite-ledger.ts";
import type { OutgoingEvent } from "../../src/domain/outbox/outbox.ts";
import { readGroups } from "../../src/sweep/world/read-groups.ts";
import { findOrphans, reportUndeclared } from "../../src/sweep/world/orphans.ts";
import { readKnown } from "../../src/sweep/read-known.ts";
import { entry, generation, rollout } from "../support/cli/records.ts";
import { NOW } from "../support/rollout/fake-step.ts";
import { A, ALB, B, BLUE, fakeWork, LISTENER } from "../support/rollout/fake-work.ts";

const live = generation({ group: BLUE, targetGroup: A });
const tagged = (name: string, fleet: string, more: object = {}) => ({
  AutoScalingGroupName: name,
  Tags: [{ Key: "moult:fleet", Value: fleet }],
  ...more,
});

interface World {
  readonly traffic?: FleetDeclaration["traffic"];
  readonly generations?: readonly Generation[];
  readonly weights?: Readonly<Record<string, number>> | null | Error;
  readonly groups?: readonly object[];
}

/** The fleet `web` at rest, and what is found, told and asked of AWS. */
function world({ weights = { [A]: 100, [B]: 0 }, generations = [live], ...rest }: World = {}) {
  const ledger = openSqliteLedger(":memory:");
  let refusal: Error | null = null;
  const { work, sent } = fakeWork({
    answers: {
      DescribeAutoScalingGroups: () => ({ AutoScalingGroups: rest.groups ?? [tagged(BLUE, "web")] }),
      DescribeListeners: () => {
        if (weights instanceof Error) throw weights;
        if (refusal) throw refusal;
        const TargetGroups = Object.entries(weights ?? {}).map(([TargetGroupArn, Weight]) => ({
          TargetGroupArn,
          Weight,
        }));
        const DefaultActions = [{ Type: "forward", ForwardConfig: { TargetGroups } }];
        return { Listeners: weights === null ? [] : [{ DefaultActions }] };
      },
    },
  });
  const declared = fleetSchema.parse({
    fleet: "web",
    template: "lt-0abc",
    image: { channel: "/images/web" },
    traffic: rest.traffic ?? ALB,
  });
  const published: unknown[][] = [];
  const publish = async (events: readonly OutgoingEvent[]) =>
    events.map(({ detailType, detail }) => published.push([detailType, detail]) > 0);
  const context = { ...work.context, ledger, clock: { now: () => NOW } as never, publish };
  const resting = [{ fleet: "web", generations, rollouts: [], recycles: [], retiring: [], declared }];
  const find = async () => {
    const groups = await readGroups(
      resting.flatMap((each) => each.generations.map(({ group }) => group)),
      context,
    );
    const { irregularities, failures } = await findOrphans(resting, groups, context);
    if (failures.length > 0) throw failures[0];
    return irregularities;
  };
  return { ledger, sent, published, find, mayRead: (error: Error | null) => void (refusal = error) };
}
const irregularity = (said: string) => ({ fleet: "web", irregularity: said, repaired: false });
const ASTRAY = `traffic has weight on ${B}, where no generation is live`;

test("weight where no generation is live is found, written down and told", async () => {
  const { find, ledger, published } = world({ weights: { [A]: 90, [B]: 10 } });
  expect(await find()).toEqual([irregularity(ASTRAY)]);
  expect(await listEntries(ledger, "web")).toEqual([
    {
      at: NOW,
      fleet: "web",
      rollout: null,
      phase: null,
      kind: "evidence",
      action: "irregularity",
      reason: ASTRAY,
      actor: "sweep",
    },
  ]);
  expect(published).toMatchObject([
    ["Fleet Needs Attention", { fleet: "web", kind: "irregularity", irregularity: ASTRAY }],
  ]);
});

test("no weight, other target groups, and blue's own are as they should be", async () => {
  expect(await world().find()).toEqual([]);
  expect(await world({ weights: { [A]: 1, [A.replace("/a/1", "/c/3")]: 9 } }).find()).toEqual([]);
});

test("a rule that does not exist is found, and an error of another kind is not taken for it", async () => {
  expect(await world({ weights: null }).find()).toEqual([
    irregularity(`${LISTENER}, which moves the fleet's traffic, does not exist`),
  ]);
  await expect(world({ weights: new Throttled("slow") }).find()).rejects.toBeInstanceOf(Throttled);
});

test("a rule that may not be read is said, once, and what was found before is not taken for over", async () => {
  const { find, published, ledger, mayRead } = world({ weights: { [B]: 10 } });
  await find();
  mayRead(new AccessDenied("not authorized"));
  const unread = `${LISTENER}, which moves the fleet's traffic, cannot be read: not authorized`;
  expect(await find()).toEqual([irregularity(unread)]);
  mayRead(new AccessDenied("not authorized, request 2"));
  await find();
  expect(published.map(([, detail]) => (detail as { irregularity: string }).irregularity)).toEqual([
    ASTRAY,
    unread,
  ]);
  const { attention } = await readOutbox(ledger, "web");
  expect(attention.filter(({ endedAt }) => endedAt === null).map(({ kind }) => kind)).toEqual([
    "not-swept",
    "irregularity",
  ]);
  mayRead(null);
  expect(await find()).toEqual([irregularity(ASTRAY)]);
});

test("rules are read of fleets that have one and a live generation", async () => {
  const none = world({ traffic: { strategy: "none" } });
  const one = world({ traffic: { strategy: "target-group", targetGroup: A } });
  const gone = world({ generations: [], groups: [], weights: { [B]: 10 } });
  for (const { find, sent } of [none, one, gone]) {
    expect(await find()).toEqual([]);
    expect(sent.map(({ name }) => name)).not.toContain("DescribeListeners");
  }
});

test("what a rollout that began meanwhile explains is not told", async () => {
  const { find, ledger, published } = world({ weights: { [B]: 10 } });
  await rollouts.write(ledger, rollout({}), "absent");
  expect([await find(), published]).toEqual([[], []]);
});

test("a rollout is looked for only where something is found", async () => {
  const { find, ledger } = world();
  const list = vi.spyOn(ledger, "list");
  await find();
  expect(list).not.toHaveBeenCalled();
});

test("the same irregularity is told once, however often it is found and whatever else is written", async () => {
  const { find, ledger, published } = world({ weights: { [B]: 10 } });
  await find();
  for (let at = 2; at < 40; at += 1) await appendEntry(ledger, entry({ at }));
  expect([await find(), published.length]).toEqual([[irregularity(ASTRAY)], 1]);
});

test("groups of generations that stand are asked for by name", async () => {
  const adopted = generation({ number: 5, group: "old", state: "retained" });
  const { find, sent } = world({
    generations: [live, adopted],
    groups: [tagged(BLUE, "web"), { AutoScalingGroupName: "old" }],
  });
  expect(await find()).toEqual([]);
  expect(sent.filter(({ name }) => name === "DescribeAutoScalingGroups")).toMatchObject([
    { input: { AutoScalingGroupNames: [BLUE, "old"] } },
  ]);
});

test("a group of a fleet that nobody declared is found, unless its tag is empty or it is going", async () => {
  const groups = [
    tagged(BLUE, "web"),
    tagged("api-g0001", "api"),
    tagged("api-g0002", ""),
    tagged("api-g0003", "api", { Status: "Delete in progress" }),
  ];
  const ledger = openSqliteLedger(":memory:");
  const declaration = { fleet: "web", template: "lt-0abc", image: { channel: "/images/web" }, traffic: ALB };
  await declareFleet(ledger, { declaration, by: "ada", now: 0 }, "absent");
  const { work } = fakeWork({
    answers: { DescribeAutoScalingGroups: () => ({ AutoScalingGroups: groups }) },
  });
  const context = { ...work.context, ledger, clock: { now: () => NOW } as never, publish: async () => [] };
  const known = await readKnown([], context as never);
  expect(await reportUndeclared(known, context)).toEqual([
    {
      fleet: "api",
      irregularity: "group api-g0001 is tagged for fleet api, which is not declared",
      repaired: false,
    },
  ]);
});
