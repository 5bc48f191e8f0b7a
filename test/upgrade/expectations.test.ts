import { describe, expect, test } from "vitest";
import { scanOnce } from "../../rehearsal/rehearsal.ts";
import { driftKinds } from "../../src/domain/drift/drift-kinds.ts";
import { listFindings } from "../../src/ledger/findings.ts";
import { listGenerations } from "../../src/ledger/generations.ts";
import { rollouts } from "../../src/ledger/runs/rollouts.ts";
import { type Fleets, withFleets } from "../support/rollout/several-fleets.ts";
import { rewriteGenerationsAsSchema2, statesOfRollout, stopAfter } from "../support/upgrade/stop-at-state.ts";

const states = await statesOfRollout("web");

const liveOf = async ({ ledger }: Fleets) =>
  (await listGenerations(ledger, "web")).find(({ generation }) => generation.state === "live")?.generation;
const schemas = async ({ ledger }: Fleets) =>
  (await ledger.list("fleet#web", { prefix: "generation#" })).map(({ schema }) => schema);

test("a fleet at rest whose record is older: the first scan pins what is expected, and finds nothing", async () => {
  await withFleets(["web"], async (fleets) => {
    await rewriteGenerationsAsSchema2(fleets.ledger, "web");
    expect((await liveOf(fleets))?.expectations).toBeNull();
    expect(await scanOnce(fleets)).toBe("SUCCEEDED");
    expect(Object.keys((await liveOf(fleets))?.expectations ?? {})).toEqual(driftKinds);
    expect(await schemas(fleets)).toEqual([3]);
    expect(await listFindings(fleets.ledger, "web")).toEqual([]);
  });
});

describe("an upgrade in the middle of a rollout: it is carried on, and the first scan after it pins what is expected", () => {
  test.each([...states.entries()])("stopped in state %i, %s", async (index) => {
    await withFleets(["web"], async (fleets) => {
      const id = await stopAfter(fleets, "web", index);
      await rewriteGenerationsAsSchema2(fleets.ledger, "web");
      const isOpen = (await rollouts.open(fleets.ledger, "web")) !== undefined;
      const before = await schemas(fleets);
      // A scan that comes in the middle leaves the fleet alone.
      expect(await scanOnce(fleets)).toBe("SUCCEEDED");
      expect((await schemas(fleets)).filter((schema) => schema === 3).length).toBe(isOpen ? 0 : 1);
      expect(before).not.toContain(3);
      fleets.engine.redrive(id);
      await fleets.engine.settled(id);
      expect((await rollouts.list(fleets.ledger, "web"))[0]?.run.outcome).toBe("succeeded");
      await scanOnce(fleets);
      const live = await liveOf(fleets);
      expect(live?.number).toBe(2);
      expect(Object.keys(live?.expectations ?? {})).toEqual(driftKinds);
      expect(live?.expectations?.["template-version"]?.expected).toBe(String(live?.template.version));
      expect(await listFindings(fleets.ledger, "web")).toEqual([]);
      await fleets.settled();
      expect(await rollouts.list(fleets.ledger, "web")).toHaveLength(1);
    });
  });
});
