import type { Ledger, LedgerItem } from "../../../src/ledger/ledger.ts";
import { type Fleets, withFleets } from "../rollout/several-fleets.ts";
import { generationOfSchema1, generationOfSchema2, rolloutOfSchema1, rolloutOfSchema2 } from "./schema-1.ts";

/** The states that an undisturbed rollout of the fleet enters, in order. */
export function statesOfRollout(fleet: string): Promise<string[]> {
  return withFleets([fleet], async (fleets) => {
    const id = await fleets.start(fleet);
    await fleets.engine.settled(id);
    return fleets.states.map((each) => each.slice(id.length + 1));
  });
}

/** Longer than any Task takes here. */
const TASK_MS = 5000;

/** Starts a rollout, stops it in the state that it enters as its `index`-th, and lets the Task under way there end. */
export async function stopAfter(fleets: Fleets, fleet: string, index: number): Promise<string> {
  const before = fleets.states.length;
  const id = await fleets.start(fleet);
  await fleets.entered(before + index + 1);
  fleets.engine.stop(id);
  await fleets.engine.settled(id);
  await fleets.simulator.clock.sleep(TASK_MS);
  return id;
}

async function storedItem(ledger: Ledger, fleet: string, id: string): Promise<LedgerItem> {
  const item = await ledger.get({ partition: `fleet#${fleet}`, sort: `rollout#${id}` });
  if (item === undefined) throw new Error(`The ledger has no rollout ${id}.`);
  return item;
}

/** Rewrites a fleet's stored rollout and its generations as code of schema 1 wrote them. */
export async function rewriteAsSchema1(ledger: Ledger, fleet: string, id: string): Promise<void> {
  const item = await storedItem(ledger, fleet, id);
  await ledger.put({ ...item, schema: 1, body: rolloutOfSchema1(item.body) }, item.revision);
  for (const each of await ledger.list(`fleet#${fleet}`, { prefix: "generation#" }))
    await ledger.put({ ...each, schema: 1, body: generationOfSchema1(each.body) }, each.revision);
}

/** Rewrites a fleet's generations as code of schema 2 wrote them. */
export async function rewriteGenerationsAsSchema2(ledger: Ledger, fleet: string): Promise<void> {
  for (const each of await ledger.list(`fleet#${fleet}`, { prefix: "generation#" }))
    await ledger.put({ ...each, schema: 2, body: generationOfSchema2(each.body) }, each.revision);
}

/** Rewrites a fleet's stored rollout as code of schema 2 wrote it, beside what an event and a person have asked for since. */
export async function rewriteAsSchema2(
  ledger: Ledger,
  { fleet, id }: { readonly fleet: string; readonly id: string },
  waits: WaitingRequest,
): Promise<void> {
  const item = await storedItem(ledger, fleet, id);
  await ledger.put({ ...item, schema: 2, body: rolloutOfSchema2(item.body) }, item.revision);
  const place = { partition: `fleet#${fleet}`, sort: "waiting-request" };
  await ledger.put({ ...place, schema: 1, body: { request: waits } }, "any");
  // Code of then knew nothing of these.
  for (const sort of ["wanted", "last-hold", "attempts"]) {
    const newer = await ledger.get({ ...place, sort });
    if (newer) await ledger.remove(newer, newer.revision);
  }
}

/** What waited in the one place of 0.1.0. */
interface WaitingRequest {
  readonly reason: string;
  readonly image: string | null;
  readonly force: boolean;
  readonly by: string;
  readonly at: number;
  readonly evidence: object;
}

/** Rewrites the stored rollout as code of another schema version would have. */
export async function rewrite(
  ledger: Ledger,
  { fleet, id }: { readonly fleet: string; readonly id: string },
  change: Partial<Pick<LedgerItem, "schema" | "body">>,
): Promise<LedgerItem> {
  const item = await storedItem(ledger, fleet, id);
  await ledger.put({ ...item, ...change }, item.revision);
  return item;
}
