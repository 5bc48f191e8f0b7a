import { scanOnce, sweepOnce } from "../../rehearsal/rehearsal.ts";
import { listFindings } from "../../src/ledger/findings.ts";
import { allowAccess } from "../../src/operator/allow-access.ts";
import { readFleetView } from "../../src/views/fleet/read-fleet-view.ts";
import { expect, scenario, type ScenarioPlan, type Web } from "../support/scenarios/harness.ts";
import { letIn } from "../support/scenarios/logged-into.ts";
import { drift, idsOf, membersOf, RECYCLED, recycleOf, recyclesOf } from "../support/scenarios/recycled.ts";

// Somebody looks into one server, which serves nobody meanwhile: its substitute serves before, and it goes afterwards.

const LOOKED_INTO: ScenarioPlan = {
  ...RECYCLED,
  declaration: {
    ...RECYCLED.declaration,
    access: { session: "replace", after: "1h" },
    budget: { atOnce: 2 },
  },
};

/** A person has this server for two hours, out of traffic. */
async function isolate(web: Web, server: string): Promise<void> {
  // A scan counts the servers, by which it is known that one of them is not the whole fleet.
  await scanOnce(web);
  await leave(web, server);
  await sweepOnce(web);
}

async function leave({ ledger, simulator }: Web, server: string): Promise<void> {
  const asked = { fleet: "web", server, by: "ada", reason: "strace", seconds: 7200, isolate: true };
  await allowAccess(asked, { ledger, clock: simulator.clock });
}

const stateOf = (web: Web, server: string): string | undefined =>
  membersOf(web).find(({ id }) => id === server)?.lifecycleState;

/** The fewest servers that were in service from now on. */
function leastServing(web: Web): { least: number } {
  const seen = { least: Number.POSITIVE_INFINITY };
  web.simulator.world.onWorldEvent(() => {
    const serving = membersOf(web).filter(({ lifecycleState }) => lifecycleState === "InService").length;
    seen.least = Math.min(seen.least, serving);
  });
  return seen;
}

scenario(
  "a server is isolated for two hours: as many as before serve, who logs in is observed, and then it is replaced",
  LOOKED_INTO,
  async (web) => {
    const [first = ""] = idsOf(web);
    const seen = leastServing(web);
    await isolate(web, first);
    await web.until("HandOff");
    await web.minutes(5);
    expect(stateOf(web, first)).toBe("Standby");
    await letIn(web, first, { by: "ada" });
    expect((await listFindings(web.ledger, "web")).map(({ field, mode }) => [field, mode])).toEqual([
      ["allowed-login", "report"],
      ["isolated-access", "replace"],
    ]);
    const now = web.simulator.clock.now();
    const said = await readFleetView(web.ledger, { fleet: "web", id: undefined, now });
    expect(said.findings.map(({ server }) => server)).toContain(first);
    const recycle = await recycleOf(web);
    const reason: unknown = expect.stringMatching(
      new RegExp(`^${first} is out of traffic for ada until .*: strace; it is replaced then$`),
    );
    expect(recycle).toMatchObject({ phase: "HandOff", waiting: { isDeclared: true, reason } });
    await web.minutes(60);
    expect(stateOf(web, first)).toBe("Standby");
    await web.settled();
    await web.minutes(2);
    expect(await recycleOf(web)).toMatchObject({ outcome: "succeeded", replaced: [first] });
    expect([idsOf(web).includes(first), idsOf(web).length, seen.least]).toEqual([false, 4, 4]);
    await scanOnce(web);
    expect(await listFindings(web.ledger, "web")).toEqual([]);
    expect([await recyclesOf(web), await web.rollouts()].map(({ length }) => length)).toEqual([1, 0]);
  },
);

scenario(
  "another server is due at the same time: it is not kept out of traffic with the one that is looked into",
  LOOKED_INTO,
  async (web) => {
    const [first = "", second = ""] = idsOf(web);
    await scanOnce(web);
    await leave(web, first);
    await drift(web, [second]);
    await web.until("HandOff");
    await web.minutes(30);
    expect([stateOf(web, first), stateOf(web, second)]).toEqual(["Standby", "InService"]);
    await web.settled();
    expect((await recycleOf(web)).replaced).toEqual([first, second]);
  },
);

scenario("a person aborts it: the server serves again, and its substitute goes", LOOKED_INTO, async (web) => {
  const old = idsOf(web);
  const [first = ""] = old;
  await isolate(web, first);
  await web.until("HandOff");
  await web.minutes(5);
  await web.abort("seen enough");
  await web.settled();
  await web.minutes(2);
  expect(idsOf(web).toSorted()).toEqual(old.toSorted());
  expect(stateOf(web, first)).toBe("InService");
  expect(await recycleOf(web)).toMatchObject({ outcome: "rolled-back", failure: { error: "Aborted" } });
});
