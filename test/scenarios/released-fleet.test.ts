import { scanOnce } from "../../rehearsal/rehearsal.ts";
import { adoptionClients } from "../../src/adoption/clients.ts";
import { adoptFleet } from "../../src/adoption/adopt.ts";
import { fleetSchema } from "../../src/domain/declaration/fleet.ts";
import { listFleetNames } from "../../src/ledger/fleets.ts";
import { listGenerations } from "../../src/ledger/generations.ts";
import { releaseFleet } from "../../src/operator/release-fleet.ts";
import { openContext } from "../../src/step/open-context.ts";
import { declarationOf } from "../support/scenarios/furnish-web.ts";
import { expect, scenario, type Web } from "../support/scenarios/harness.ts";
import { sweepFor } from "../support/scenarios/sweeps.ts";

const release = (web: Web) =>
  releaseFleet(
    { fleet: "web", by: "ada", reason: "it moves" },
    {
      ledger: web.ledger,
      clock: web.simulator.clock,
      changing: async (acting) => openContext("Release", acting, adoptionClients, web.runtime),
    },
  );

const moultTags = (web: Web, group: string): string[] => {
  const { groups, instances } = web.simulator.world.state;
  const found = groups.get(group);
  const servers = [...(found?.instances.keys() ?? [])].map((id) => instances.get(id));
  return [found, ...servers].flatMap((each) =>
    (each?.tags ?? []).flatMap(({ key }) => (key.startsWith("moult:") ? [key] : [])),
  );
};

async function adoptAgain(web: Web, group: string): Promise<number> {
  const declaration = declarationOf(web.plan, web.account);
  const context = openContext(
    "Admit",
    { fleet: "web", run: "adopt", fence: 0 },
    adoptionClients,
    web.runtime,
  );
  const fleet = fleetSchema.parse(declaration);
  return (await adoptFleet({ fleet, declaration, group, by: "ada" }, context)).number;
}

scenario(
  "a fleet that is released runs on without moult, is left alone by all that looks, and can be adopted again",
  // The adopted group's version is nobody's to delete, whoever made it once.
  { leaves: { versions: [2] } },
  async (web) => {
    await web.publish();
    await web.until("Bake");
    await expect(release(web)).rejects.toThrow(/^rollout \S+ is in \w+: wait for its end, or end it/);
    await web.settled();
    const { state } = web.simulator.world;
    expect(moultTags(web, "web-g0002")).toContain("moult:fleet");
    const servers = [...(state.groups.get("web-g0002")?.instances.keys() ?? [])];

    const released = await release(web);
    expect(released).toMatchObject({
      changed: true,
      groups: [{ group: "web-g0002", number: 2, template: { version: 2, ownedByMoult: true } }],
    });
    expect(moultTags(web, "web-g0002")).toEqual([]);
    expect([...(state.groups.get("web-g0002")?.instances.keys() ?? [])]).toEqual(servers);
    expect(state.launchTemplates.get(web.account.template)?.versions.has(2)).toBe(true);
    expect(await listFleetNames(web.ledger)).toEqual([]);
    const [newest] = await listGenerations(web.ledger, "web");
    expect(newest?.generation).toMatchObject({ number: 2, state: "gone" });
    expect(newest?.generation.reason).toMatch(/^released by ada: its group web-g0002 runs on/);
    const said = (await web.entries()).find(({ action }) => action === "release-fleet");
    expect(said).toMatchObject({ actor: "ada", reason: "it moves" });

    const before = (await web.entries()).length;
    expect(await release(web)).toEqual({ changed: false, groups: [], left: [] });
    const published = web.published.length;
    await web.publish();
    const lines = await sweepFor(web, 30);
    await scanOnce(web);
    expect(lines.every(({ NeedAttention }) => NeedAttention === 0)).toBe(true);
    expect(web.published.length).toBe(published);
    expect((await web.entries()).length).toBe(before);

    expect(await adoptAgain(web, "web-g0002")).toBe(3);
    await sweepFor(web, 30);
    await web.settled();
    expect((await web.rollout()).outcome).toBe("succeeded");
    expect([...state.groups.keys()]).toContain("web-g0004");
  },
);
