import { expect } from "vitest";
import { type Generation, targetGroupsOf } from "../../../src/domain/generation.ts";
import { listGenerations } from "../../../src/ledger/generations.ts";
import { readLease } from "../../../src/ledger/leases.ts";
import { retirements } from "../../../src/ledger/runs/retirements.ts";
import type { Web } from "./harness.ts";

/** What a scenario is allowed to leave behind. */
export interface Leaves {
  /** Generations that were kept out of traffic, by number. Default: none. */
  readonly retained?: readonly number[];
  /** Servers of the live generation; false: it is not whole, and the scenario says why. Default: as at the start. */
  readonly servers?: number | false;
  /** MinSize of the live generation. Default: as at the start. */
  readonly minimum?: number;
  /** Requests were lost, and the scenario says why that could not be helped. */
  readonly lost?: boolean;
  /** No generation is live: the first one failed, or somebody deleted it. */
  readonly noLive?: boolean;
  /** Processes that are suspended in the live group, because they were at the start. */
  readonly suspended?: readonly string[];
  /** Template versions that somebody else made. */
  readonly versions?: readonly number[];
  /** The last rollout could go neither on nor back: green is kept beside the live generation, and traffic is on either. */
  readonly needsPerson?: boolean;
  /** Servers that belong to no group, because a person runs them. */
  readonly strangers?: number;
  /** Somebody has put an event on the bus in moult's name. */
  readonly forged?: boolean;
}

/** Nothing runs, one generation is live and whole, and nothing that moult made is left beside it. */
export async function expectRest(web: Web, leaves: Leaves): Promise<void> {
  expect(web.engine.running(), "executions").toEqual([]);
  const generations = (await listGenerations(web.ledger, "web")).map(({ generation }) => generation);
  const inState = (...states: Generation["state"][]) =>
    generations.filter(({ state }) => states.includes(state));
  const [live] = inState("live");
  expect(inState("live"), "live generations").toHaveLength(leaves.noLive ? 0 : 1);
  const unfinished = inState("launching", "retiring");
  expect(unfinished, "unfinished generations").toHaveLength(leaves.needsPerson ? 1 : 0);
  expect(
    inState("retained").map(({ number }) => number),
    "retained",
  ).toEqual(leaves.retained ?? []);
  await expectLedgerAtRest(web);
  const kept = [...inState("live", "retained"), ...unfinished];
  expectNothingElse(web, kept, leaves);
  if (live) {
    expectWhole(web, live, leaves);
    if (!leaves.needsPerson) expectTrafficOn(web, live);
  }
  await expectTold(web);
  if (!leaves.lost) expect(web.traffic.report(), "requests").toMatchObject({ lost: 0 });
}

async function expectLedgerAtRest(web: Web): Promise<void> {
  expect((await readLease(web.ledger, "web"))?.owner ?? null, "holder of the lease").toBeNull();
  for (const { run } of await retirements.list(web.ledger, "web")) {
    const { id, endedAt, outcome, generation } = run;
    const holder = (await readLease(web.ledger, "web", generation))?.owner ?? null;
    expect({ id, ended: endedAt !== null, known: outcome !== null, holder }).toEqual({
      id,
      ended: true,
      known: true,
      holder: null,
    });
  }
  for (const { id, endedAt, outcome, holds } of await web.rollouts()) {
    expect({ id, holds }).toEqual({ id, holds: [] });
    expect({ id, ended: endedAt !== null, known: outcome !== null }).toEqual({
      id,
      ended: true,
      known: true,
    });
  }
}

/** No group, server or template version of the fleet but those of the generations that are kept. */
function expectNothingElse({ simulator, account }: Web, kept: readonly Generation[], leaves: Leaves): void {
  const { groups, launchTemplates, instances } = simulator.world.state;
  const names = kept.map(({ group }) => group);
  expect([...groups.keys()].sort(), "groups").toEqual([...names].sort());
  const ours = [...(launchTemplates.get(account.template)?.versions.keys() ?? [])];
  const used = kept.map(({ template }) => template.version);
  expect(new Set(ours), "template versions").toEqual(new Set([1, ...used, ...(leaves.versions ?? [])]));
  const running = [...instances.values()].filter(({ state }) => state === "running" || state === "pending");
  const members = new Set([...groups.values()].flatMap(({ instances: inside }) => [...inside.keys()]));
  expect(
    running.filter(({ id }) => !members.has(id)),
    "servers of no group",
  ).toHaveLength(leaves.strangers ?? 0);
}

function expectWhole({ simulator, plan }: Web, live: Generation, leaves: Leaves): void {
  const group = simulator.world.state.groups.get(live.group);
  const { servers = 4 } = plan;
  const inService = [...(group?.instances.values() ?? [])].filter(
    ({ lifecycleState }) => lifecycleState === "InService",
  );
  if (leaves.servers !== false)
    expect(inService, "servers in service").toHaveLength(leaves.servers ?? servers);
  expect(group?.minSize, "minimum").toBe(
    leaves.minimum ?? (plan.group?.["MinSize"] as number | undefined) ?? servers,
  );
  expect([...(group?.suspended.keys() ?? [])].sort(), "suspended").toEqual(leaves.suspended ?? []);
  expect(group?.launchTemplate?.version ?? String(live.template.version), "pinned").toBe(
    String(live.template.version),
  );
}

/** In each pair all weight is on the live generation's target group, and its servers alone are in it. */
function expectTrafficOn({ simulator, account, plan }: Web, live: Generation): void {
  const { groups, targetGroups, rules } = simulator.world.state;
  const members = [...(groups.get(live.group)?.instances.keys() ?? [])].sort();
  for (const { targetGroups: pair } of account.pairs) {
    const serving = targetGroupsOf(live).find((arn) => pair.includes(arn)) ?? pair[0];
    expect([...(targetGroups.get(serving)?.targets.keys() ?? [])].sort(), "targets").toEqual(members);
    if (plan.strategy === "target-group") continue;
    const weighing = [...rules.values()]
      .map(({ actions }) =>
        actions
          .flatMap((action) => (action.type === "forward" ? action.forward.targetGroups : []))
          .filter(({ arn, weight }) => pair.includes(arn) && weight > 0)
          .map(({ arn }) => arn),
      )
      .filter((arns) => arns.length > 0);
    expect(new Set(weighing.flat()), "weight").toEqual(new Set([serving]));
    for (const arns of weighing) expect(arns, "weight").toHaveLength(1);
  }
}

/** Every changing call of moult has its entry, and every entry of a call its call. */
async function expectTold(web: Web): Promise<void> {
  const calls = (await web.entries()).filter(
    ({ kind, evidence }) => kind === "call" && evidence?.["error"] === undefined,
  );
  const told = calls.map(({ action }) => action ?? "").sort();
  expect(told, "calls that were told").toEqual(
    web
      .changes()
      .map(({ action }) => action)
      .sort(),
  );
}
