import { CreateTagsCommand } from "@aws-sdk/client-ec2";
import type { GroupInstance } from "../../../simulator/services/auto-scaling/state.ts";
import type { RecycleRecord } from "../../../src/domain/run/recycle.ts";
import { scanOnce } from "../../../rehearsal/rehearsal.ts";
import { recycles } from "../../../src/ledger/runs/recycles.ts";
import { setSecurityGroups, TAGGED } from "./drifted.ts";
import type { ScenarioPlan, Web } from "./harness.ts";

/** A fleet whose drifted servers are replaced in place. */
export const RECYCLED = {
  ...TAGGED,
  declaration: {
    drift: { "security-groups": "auto" },
    recycle: { by: "servers" },
    budget: { atOnce: 1 },
  },
} as const satisfies ScenarioPlan;

/** The members of the live group, in the order in which they came. */
export const membersOf = ({ simulator }: Web): readonly GroupInstance[] => [
  ...(simulator.world.state.groups.get("web")?.instances.values() ?? []),
];

export const idsOf = (web: Web): string[] => membersOf(web).map(({ id }) => id);

/** In how many zones how many servers serve: `a2 b2`. */
export const zonesOf = (web: Web): string => {
  const zones = Map.groupBy(membersOf(web), ({ zone }) => zone.slice(-1));
  return [...zones]
    .map(([zone, servers]) => `${zone}${servers.length}`)
    .toSorted()
    .join(" ");
};

/** Somebody changes these servers by hand, and a scan finds it. */
export async function drift(web: Web, ids: readonly string[]): Promise<void> {
  for (const id of ids) await setSecurityGroups(web, id, ["sg-web", "sg-default"]);
  // What was changed a moment ago may still be read as it was.
  await web.minutes(1);
  await scanOnce(web);
}

/** Newest first. */
export const recyclesOf = async ({ ledger }: Web): Promise<RecycleRecord[]> =>
  (await recycles.list(ledger, "web")).map(({ run }) => run);

/** The newest recycle. */
export async function recycleOf(web: Web): Promise<RecycleRecord> {
  const [newest] = await recyclesOf(web);
  if (newest === undefined) throw new Error("No recycle was admitted.");
  return newest;
}

/** Somebody wants a server left alone. */
export const keep = ({ person }: Web, id: string, Value: string) =>
  person.ec2.send(new CreateTagsCommand({ Resources: [id], Tags: [{ Key: "moult:keep", Value }] }));
