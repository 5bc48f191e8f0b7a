import { openFleet, webFleet } from "../../rehearsal/fleet.ts";
import type { Rehearsal } from "../../rehearsal/rehearsal.ts";
import type { WorldState } from "../../simulator/world/state.ts";
import type { FleetDeclaration } from "../../src/domain/declaration/fleet.ts";
import type { Generation } from "../../src/domain/generation.ts";
import type { RolloutRecord } from "../../src/domain/run/rollout.ts";
import { declareFleet } from "../../src/ledger/fleets.ts";
import { readGeneration, writeGeneration } from "../../src/ledger/generations.ts";
import { rollouts } from "../../src/ledger/runs/rollouts.ts";
import { renamed } from "./copies.ts";
import type { Past } from "./past-ledger.ts";

const FIRST = "f00000";
const nameOf = (index: number): string => `f${String(index).padStart(5, "0")}`;

/** What of the account belongs to the first fleet, by the part of the world it is in. */
const PARTS = [
  "groups",
  "instances",
  "launchTemplates",
  "loadBalancers",
  "targetGroups",
  "listeners",
  "rules",
  "parameters",
] as const;
type Part = (typeof PARTS)[number];

interface First {
  readonly parts: ReadonlyMap<Part, ReadonlyMap<string, unknown>>;
  readonly declaration: FleetDeclaration;
  readonly generation: Generation;
  readonly rollout: RolloutRecord;
  /** Ids that must be others in each copy. */
  readonly ids: readonly string[];
}

/**
 * Adopts one fleet of one server behind a load balancer as an operator would, rolls it over once, and puts copies of it straight into
 * the account and the ledger. Answers what a fleet has had more of.
 */
export async function furnishFleets(
  rehearsal: Rehearsal,
  { fleets, runs }: { readonly fleets: number; readonly runs: number },
): Promise<NonNullable<Past["like"]>> {
  const first = await openFirst(rehearsal, runs);
  const { state } = rehearsal.simulator.world;
  for (let index = 1; index < fleets; index += 1) {
    const names = namesOf(first, index);
    for (const [part, records] of first.parts) {
      const there = state[part] as Map<string, unknown>;
      for (const [key, record] of renamed(records, names)) there.set(key, record);
    }
    await record(rehearsal, first, names);
  }
  return { rollout: first.rollout, generation: first.generation };
}

/** Another name, and another number at the end of each id. */
function namesOf({ ids }: First, index: number): Map<string, string> {
  const end = index.toString(16).padStart(8, "0");
  return new Map([[FIRST, nameOf(index)], ...ids.map((id): [string, string] => [id, id.slice(0, -8) + end])]);
}

async function openFirst(rehearsal: Rehearsal, runs: number): Promise<First> {
  const plan = {
    name: FIRST,
    servers: 1,
    image: { "sim:boot-seconds": "40", "sim:healthy-seconds": "15" },
    loadBalancer: "application",
    checkIntervalSeconds: 30,
    drainSeconds: 30,
    tagged: true,
  } as const;
  const { declaration } = await openFleet(rehearsal, plan, (account) => ({
    ...webFleet(account, FIRST),
    gates: [{ kind: "target-health" }],
    bake: "1m",
  }));
  const { ledger, engine, simulator } = rehearsal;
  await engine.start("rollout", `${FIRST}-0`, { fleet: FIRST, force: true, by: "bench" });
  await engine.settled(`${FIRST}-0`);
  await simulator.clock.sleep(600_000);
  const second = (await readGeneration(ledger, FIRST, 2))?.generation;
  const rollout = (await rollouts.read(ledger, FIRST, `${FIRST}-0`))?.run;
  if (second?.state !== "live" || rollout?.outcome !== "succeeded")
    throw new Error("The first fleet was not rolled over.");
  // So many came before it.
  const generation = { ...second, number: 2 + runs };
  const { state } = simulator.world;
  const parts = new Map(PARTS.map((part) => [part, ownOf(state, part)]));
  const ids = [...(parts.get("instances") ?? new Map()).keys(), generation.template.id] as string[];
  return { parts, declaration, generation, rollout, ids };
}

/** Of this part all that runs: there is no other fleet yet. */
const ownOf = (state: WorldState, part: Part): ReadonlyMap<string, unknown> =>
  part === "instances"
    ? new Map([...state.instances].filter(([, { state: is }]) => is === "running"))
    : new Map<string, unknown>(state[part]);

/** As after its last rollout, whose writes are not what is measured here. */
async function record(
  { ledger }: Rehearsal,
  first: First,
  names: ReadonlyMap<string, string>,
): Promise<void> {
  const declaration = renamed(first.declaration, names);
  await declareFleet(ledger, { declaration, by: "bench", now: first.rollout.startedAt }, "any");
  await writeGeneration(ledger, renamed(first.generation, names), "any");
  await rollouts.write(ledger, renamed(first.rollout, names), "absent");
}
