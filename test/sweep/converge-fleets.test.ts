import { beforeEach, describe, expect, test } from "vitest";
import type { Fleet } from "../../src/domain/declaration/fleet.ts";
import type { OutgoingEvent } from "../../src/domain/outbox/outbox.ts";
import { AccessDenied, LedgerCorrupt, ServiceUnavailable, Throttled } from "../../src/errors/errors.ts";
import { listEntries } from "../../src/ledger/entries.ts";
import { declareFleet } from "../../src/ledger/fleets.ts";
import { writeGeneration } from "../../src/ledger/generations.ts";
import type { Ledger } from "../../src/ledger/ledger.ts";
import { openSqliteLedger } from "../../src/ledger/stores/sqlite-ledger.ts";
import { readWanted } from "../../src/ledger/wanted.ts";
import type { SweepContext } from "../../src/sweep/context.ts";
import { convergeFleets } from "../../src/sweep/converge-fleets.ts";
import { openOutboxes, type Outboxes } from "../../src/sweep/told/outboxes.ts";
import { generation } from "../support/cli/records.ts";
import { fakeNaming, parameters } from "../support/rollout/fake-naming.ts";
import { NOW } from "../support/rollout/fake-step.ts";

const NEW = "ami-0000bbbb";
const names = ["api", "jobs", "web"];
let ledger: Ledger;
let fleets: Fleet[];
beforeEach(async () => {
  ledger = openSqliteLedger(":memory:");
  fleets = [];
  for (const fleet of names) {
    const image = { channel: `/images/${fleet}` };
    const declaration = { fleet, template: "lt-0abc", image, traffic: { strategy: "none" as const } };
    const declared = await declareFleet(ledger, { declaration, by: "ada", now: 0 }, "absent");
    fleets.push(declared.fleet);
    await writeGeneration(ledger, generation({ fleet, template: TEMPLATE, createdAt: 0 }), "absent");
  }
  return () => ledger.close();
});
const TEMPLATE = { id: "lt-0abc", version: 6, baseVersion: 3, ownedByMoult: true };
const HELD = { "/images/api": "ami-0000aaaa", "/images/jobs": NEW, "/images/web": NEW };

/** Decides about all fleets, where each call for this channel fails so. */
async function converged(failure?: Error, over: Ledger = ledger) {
  const published: unknown[][] = [];
  const started: unknown[][] = [];
  const { aws } = fakeNaming({
    GetParameters: (input) => {
      if (failure && (input["Names"] as string[]).includes("/images/web")) throw failure;
      return parameters(HELD)(input);
    },
  });
  const context = {
    ledger: over,
    clock: { now: () => NOW },
    aws,
    starter: { start: async (...execution: unknown[]) => (started.push(execution), "started") },
    executions: { status: async () => "running" },
    publish: async (events: readonly OutgoingEvent[]) =>
      events.map(({ detailType, detail }) => published.push([detailType, detail]) > 0),
    outboxes: openOutboxes(over),
  } as unknown as SweepContext & { readonly outboxes: Outboxes };
  return { ...(await convergeFleets(fleets, { summaries: new Map() }, context)), published, started };
}

describe("fleets that are decided about", () => {
  test("begin each what its declaration names, and it is said why", async () => {
    const { begun, started, irregularities, failures } = await converged();
    expect(begun.map(({ fleet }) => fleet).sort()).toEqual(["api", "jobs", "web"]);
    expect(begun[1]).toEqual({
      fleet: "jobs",
      rollout: started.find(([, name]) => String(name).startsWith("jobs-"))?.[1],
      reason: `channel /images/jobs names ${NEW}, generation 6 runs ami-0aaa`,
    });
    expect([irregularities, failures]).toEqual([[], []]);
    expect((await readWanted(ledger, "web")).named).toMatchObject({ image: NEW, by: "the sweep read it" });
  });

  test("are told once of a channel that is refused, and the others go on", async () => {
    const irregularity = "what its declaration names cannot be read: not /images/web";
    const refused = new AccessDenied("not /images/web");
    const first = await converged(refused);
    const second = await converged(refused);
    for (const { irregularities, begun } of [first, second]) {
      expect(irregularities).toEqual([{ fleet: "web", irregularity, repaired: false }]);
      expect(begun.map(({ fleet }) => fleet)).toEqual(["api", "jobs"]);
    }
    expect(first.published).toMatchObject([
      ["Fleet Needs Attention", { fleet: "web", kind: "unread-declaration", irregularity }],
    ]);
    expect(second.published).toEqual([]);
    expect(await listEntries(ledger, "web")).toMatchObject([
      { kind: "evidence", action: "irregularity", reason: irregularity, actor: "sweep" },
      { action: "leave", evidence: { because: "unnamed" } },
    ]);
  });

  test("go by what was read last where it cannot be read now", async () => {
    await converged();
    const { irregularities, begun } = await converged(new AccessDenied("not /images/web"));
    expect(irregularities).toHaveLength(1);
    expect(begun.map(({ fleet }) => fleet)).toEqual(names);
  });

  test.each([new Throttled("slow"), new ServiceUnavailable("down")])(
    "need nobody's attention for what passes by itself: %s",
    async (failure) => {
      const { irregularities, published, begun } = await converged(failure);
      // Ten channels are one call.
      expect(irregularities.map(({ fleet }) => fleet)).toEqual(names);
      expect([begun, published]).toEqual([[], []]);
      const actions = (await listEntries(ledger, "web")).map(({ action }) => action);
      expect(actions).toEqual(["leave"]);
    },
  );

  test("fail alone where their state cannot be read", async () => {
    await ledger.put({ partition: "fleet#web", sort: "wanted", schema: 1, body: { odd: true } }, "absent");
    const { failures, begun } = await converged();
    expect(failures).toEqual([{ fleet: "web", error: expect.any(LedgerCorrupt) as unknown }]);
    expect(begun.map(({ fleet }) => fleet)).toEqual(["api", "jobs"]);
  });

  test("of which there are none cost no decision", async () => {
    fleets = [];
    expect(await converged()).toMatchObject({ irregularities: [], failures: [], begun: [], started: [] });
  });
});
