import { CreateTagsCommand, DeleteTagsCommand } from "@aws-sdk/client-ec2";
import { sweepOnce } from "../../../rehearsal/rehearsal.ts";
import type { FleetDeclaration } from "../../../src/domain/declaration/fleet.ts";
import { listQuarantined } from "../../../src/ledger/image-verdicts.ts";
import { expect, type ScenarioPlan, type Web } from "./harness.ts";
import { idsOf, membersOf, RECYCLED, recycleOf, zonesOf } from "./recycled.ts";

/** What is asked of a substitute. */
export const GATES: NonNullable<FleetDeclaration["gates"]> = [
  { kind: "target-health" },
  { kind: "command", commands: ["/opt/selftest"], timeout: "2m" },
];
/** A fleet whose drifted servers are replaced in place, behind gates. */
export const CHECKED: ScenarioPlan = {
  ...RECYCLED,
  declaration: {
    ...RECYCLED.declaration,
    deadlines: { launch: "10m", validate: "10m" },
    gates: GATES,
  },
};

/** Servers of the fleet's image are launched otherwise from now on: those that run stay as they were. */
export const launchAs = async (
  { person, account }: Web,
  tags: Readonly<Record<string, string>>,
): Promise<void> => {
  const Tags = Object.entries(tags).map(([Key, Value]) => ({ Key, Value }));
  await person.ec2.send(new CreateTagsCommand({ Resources: [account.image], Tags }));
};

/** The same as before. */
export const launchAsBefore = async ({ person, account }: Web, name: string): Promise<void> => {
  await person.ec2.send(new DeleteTagsCommand({ Resources: [account.image], Tags: [{ Key: name }] }));
};

interface Seen {
  /** States that old servers were in, other than in service. */
  readonly old: Set<string>;
  /** States of those that came. */
  readonly fresh: Set<string>;
  readonly came: Set<string>;
}

/** Looks at every instant at who of the group is in which state. */
export function watch(web: Web, old: readonly string[]): Seen {
  const seen: Seen = { old: new Set(), fresh: new Set(), came: new Set() };
  web.simulator.world.onWorldEvent(() => {
    for (const { id, lifecycleState } of membersOf(web)) {
      if (!old.includes(id)) seen.came.add(id);
      if (!old.includes(id)) seen.fresh.add(lifecycleState);
      else if (lifecycleState !== "InService") seen.old.add(lifecycleState);
    }
  });
  return seen;
}

/** Names of the live group's hooks. */
export const hooksOf = ({ simulator }: Web) => [
  ...(simulator.world.state.groups.get("web")?.hooks.keys() ?? []),
];

/** Nothing of the fleet has changed, nothing is left of what was tried, and who looks after it hears why. */
export async function expectUntouched(web: Web, old: readonly string[], seen: Seen): Promise<void> {
  expect(idsOf(web).toSorted()).toEqual([...old].toSorted());
  expect([...seen.old]).toEqual([]);
  expect(hooksOf(web)).toEqual([]);
  expect(zonesOf(web)).toBe("a2 b2");
  expect(web.count("EnterStandby")).toBe(0);
  expect(await listQuarantined(web.ledger)).toEqual([]);
  const recycle = await recycleOf(web);
  expect(recycle).toMatchObject({ outcome: "rolled-back", replaced: [], failure: { imageAtFault: false } });
  expect(web.published.filter((event) => event["detail-type"] === "Recycle Rolled Back")).toMatchObject([
    { detail: { fleet: "web", rollout: recycle.id, outcomeReason: recycle.outcomeReason } },
  ]);
}

/** A sweep comes by every five minutes. */
export async function sweepFor(web: Web, sweeps: number): Promise<void> {
  for (let done = 0; done < sweeps; done += 1) {
    await web.minutes(5);
    await sweepOnce(web);
    await web.settled();
  }
}
