import { describe, expect, test } from "vitest";
import type { Group } from "../../src/aws/auto-scaling/auto-scaling.ts";
import { type FleetDeclaration, fleetSchema } from "../../src/domain/declaration/fleet.ts";
import {
  abortCommand,
  replaceCommand,
  settleCommands,
  unfreezeCommand,
} from "../../src/domain/outbox/proposed-commands.ts";
import { AccessDenied, Throttled } from "../../src/errors/errors.ts";
import { listEntries } from "../../src/ledger/entries.ts";
import { readOutbox } from "../../src/ledger/outbox/outbox.ts";
import { openSqliteLedger } from "../../src/ledger/stores/sqlite-ledger.ts";
import { reportUnserved, type ServedFleet } from "../../src/sweep/world/serving.ts";
import { generation } from "../support/cli/records.ts";
import { A, ALB, B, BLUE, fakeWork, GREEN, LISTENER, ONE } from "../support/rollout/fake-work.ts";

const HOUR = 3_600_000;
const live = generation({ group: BLUE, targetGroup: A, state: "live" });
const green = generation({ number: 8, group: GREEN, targetGroup: B, state: "launching" });
const group = (name: string, desired: number, inService = desired): Group =>
  ({
    name,
    desired,
    instances: Array.from({ length: inService }, () => ({ lifecycleState: "InService", healthy: true })),
  }) as unknown as Group;

interface World extends Partial<Omit<ServedFleet, "declared">> {
  readonly traffic?: FleetDeclaration["traffic"];
  readonly weights?: Readonly<Record<string, number>>;
  /** Healthy targets by target group, or what the read fails with. */
  readonly healthy?: Readonly<Record<string, number | Error>>;
  readonly groups?: readonly Group[];
}

/** Looks at the fleet `web` so many hours after noon; answers what was published by then. */
function world() {
  const ledger = openSqliteLedger(":memory:");
  const published: unknown[][] = [];
  const look = async (hours: number, asked: World = {}): Promise<unknown[][]> => {
    const { weights = { [A]: 100, [B]: 0 }, healthy = {}, traffic = ALB, ...rest } = asked;
    const { groups = [group(BLUE, 4)], ...fleet } = rest;
    const { work } = fakeWork({
      answers: {
        DescribeListeners: () => {
          const TargetGroups = Object.entries(weights).map(([TargetGroupArn, Weight]) => ({
            TargetGroupArn,
            Weight,
          }));
          return { Listeners: [{ DefaultActions: [{ Type: "forward", ForwardConfig: { TargetGroups } }] }] };
        },
        DescribeTargetHealth: ({ TargetGroupArn }) => {
          const count = healthy[String(TargetGroupArn)] ?? 0;
          if (count instanceof Error) throw count;
          const state = (State: string, Id: string) => ({ Target: { Id }, TargetHealth: { State } });
          const well = Array.from({ length: count }, (_, index) => state("healthy", `i-${index}`));
          return { TargetHealthDescriptions: [state("unhealthy", "i-ill"), ...well] };
        },
      },
    });
    const served: ServedFleet = {
      declared: fleetSchema.parse({
        fleet: "web",
        template: "lt-0abc",
        image: { channel: "/images/web" },
        traffic,
      }),
      generations: [live],
      frozen: null,
      open: null,
      needsPerson: false,
      endedAt: null,
      ...fleet,
    };
    await reportUnserved([served], new Map(groups.map((each) => [each.name, each])), {
      ...work.context,
      ledger,
      clock: { now: () => hours * HOUR } as never,
      publish: async (events) =>
        events.map(
          ({ detail }) => published.push([detail["irregularity"], ...(detail["commands"] as string[])]) > 0,
        ),
    });
    return published;
  };
  return { ledger, look };
}

const NOBODY = `no server answers in ${A}, where the traffic of web goes`;

describe("at rest", () => {
  test("traffic that goes where no server answers is said once, and again when it has been over for an hour", async () => {
    const { look, ledger } = world();
    expect(await look(1)).toEqual([[NOBODY, replaceCommand("web")]]);
    expect(await look(2)).toHaveLength(1);
    await look(3, { healthy: { [A]: 1 } });
    expect((await readOutbox(ledger, "web")).attention).toMatchObject([{ endedAt: 3 * HOUR }]);
    expect(await look(5)).toHaveLength(2);
    expect(await listEntries(ledger, "web")).toHaveLength(2);
  });

  test.each<[string, World]>([
    ["some of the servers answer", { healthy: { [A]: 1 } }],
    ["the other target group has no server and no weight", { healthy: { [A]: 2, [B]: 0 } }],
    ["the fleet is to have no server", { groups: [group(BLUE, 0)] }],
    ["nothing is live yet", { generations: [] }],
    ["what is left is retained", { generations: [generation({ state: "retained" })] }],
    ["a rollout ended within the last minute", { endedAt: HOUR - 59_000 }],
    ["its rule sends traffic to nobody of the fleet's", { weights: {} }],
  ])("nothing is said where %s", async (_what, asked) => {
    expect(await world().look(1, asked)).toEqual([]);
  });

  test("each place without a server is named", async () => {
    const [[reason] = []] = await world().look(1, {
      weights: { [A]: 50, [B]: 50 },
      generations: [live, green],
    });
    expect(reason).toBe(`no server answers in ${A} and ${B}, where the traffic of web goes`);
  });

  test("of one target group nobody has to read a rule", async () => {
    expect(await world().look(1, { traffic: ONE, weights: {} })).toEqual([[NOBODY, replaceCommand("web")]]);
    expect(await world().look(1, { traffic: ONE, healthy: { [A]: 1 } })).toEqual([]);
  });

  test.each<[string, readonly Group[], boolean]>([
    ["has servers in service", [group(BLUE, 2)], false],
    ["has none in service", [group(BLUE, 2, 0)], true],
    ["is to have none", [group(BLUE, 0)], false],
    ["is gone, which the comparison with the ledger says", [], false],
  ])("a fleet that pulls its work, whose group %s", async (_what, groups, isSaid) => {
    const found = await world().look(1, { traffic: { strategy: "none" }, groups });
    expect(found).toEqual(
      isSaid ? [[`no server answers in ${BLUE}, where the traffic of web goes`, replaceCommand("web")]] : [],
    );
  });
});

describe("with the commands that end it", () => {
  const both = { weights: { [A]: 50, [B]: 50 }, generations: [live, green] };

  test("frozen beside a run: to unfreeze it and to abort", async () => {
    expect(await world().look(1, { ...both, frozen: "fleet", open: "web-1", healthy: { [B]: 4 } })).toEqual([
      [NOBODY, unfreezeCommand("web", "fleet"), abortCommand("web")],
    ]);
  });

  test("frozen at rest: to unfreeze it and to begin", async () => {
    expect(await world().look(1, { frozen: "fleet" })).toEqual([
      [NOBODY, unfreezeCommand("web", "fleet"), replaceCommand("web")],
    ]);
  });

  test("every fleet is frozen: to unfreeze all", async () => {
    const [[, unfreeze] = []] = await world().look(1, { frozen: "account" });
    expect(unfreeze).toBe(unfreezeCommand("web", "account"));
  });

  test("needs a person: to keep either side", async () => {
    expect(await world().look(1, { ...both, needsPerson: true, healthy: { [B]: 4 } })).toEqual([
      [NOBODY, ...settleCommands("web")],
    ]);
  });

  test("a run that is open moves the traffic itself, as long as a side answers", async () => {
    const { look } = world();
    expect(await look(1, { ...both, open: "web-1", healthy: { [B]: 4 } })).toEqual([]);
    expect(await look(2, { ...both, open: "web-1" })).toMatchObject([
      [expect.stringContaining(" and "), abortCommand("web")],
    ]);
  });

  test("of several pairs in each: one that answers nowhere is said beside others that answer", async () => {
    const [C, D] = [A.replace("/a/", "/c/"), B.replace("/b/", "/d/")];
    const pairs = [
      { rules: [LISTENER], targetGroups: [A, B] },
      { rules: [`${LISTENER}3`], targetGroups: [C, D] },
    ] as const;
    const traffic = { strategy: "alb-weighted", pairs } as unknown as FleetDeclaration["traffic"];
    const two = { traffic, weights: { [A]: 100, [C]: 50, [D]: 50 }, generations: [live, green] };
    const { look } = world();
    expect(await look(1, { ...two, open: "web-1", healthy: { [A]: 4, [D]: 1 } })).toEqual([]);
    expect(await look(2, { ...two, open: "web-1", healthy: { [A]: 4 } })).toEqual([
      [`no server answers in ${C} and ${D}, where the traffic of web goes`, abortCommand("web")],
    ]);
  });
});

test("what cannot be read now is read again by the next sweep, and what stood stands", async () => {
  const { look, ledger } = world();
  await look(1);
  expect(await look(2, { healthy: { [A]: new Throttled("slow") } })).toHaveLength(1);
  expect((await readOutbox(ledger, "web")).attention).toMatchObject([{ endedAt: null }]);
});

test("what may not be read is said once, and what stood is not taken for over", async () => {
  const { look, ledger } = world();
  await look(1);
  for (const hours of [2, 3])
    await look(hours, { healthy: { [A]: new AccessDenied(`not authorized, request ${hours}`) } });
  expect(await look(4)).toEqual([
    [NOBODY, replaceCommand("web")],
    [
      "whether a server answers where the traffic goes cannot be read: not authorized, request 2",
      "moult sweep",
    ],
  ]);
  const { attention } = await readOutbox(ledger, "web");
  expect(attention.map(({ kind, endedAt }) => [kind, endedAt])).toEqual([
    ["nobody-serves", null],
    ["not-swept", 4 * HOUR],
  ]);
});
