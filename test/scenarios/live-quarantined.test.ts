import { sweepOnce } from "../../rehearsal/rehearsal.ts";
import { listSummaries } from "../../src/ledger/board/summaries.ts";
import { quarantine } from "../../src/ledger/image-verdicts.ts";
import { liftImageQuarantine } from "../../src/operator/lift-image-quarantine.ts";
import { readFleetView } from "../../src/views/fleet/read-fleet-view.ts";
import { expect, scenario, type Web } from "../support/scenarios/harness.ts";
import { outcomes } from "../support/scenarios/refused-image.ts";
import { saidOf, statusOf, sweepFor, timesOf } from "../support/scenarios/sweeps.ts";

/** Another fleet has found that the image is bad. */
async function failsElsewhere(web: Web, imageId: string): Promise<void> {
  const at = web.simulator.clock.now();
  const reason = "target-health: 2 of 4 targets are not healthy";
  await quarantine(web.ledger, { imageId, reach: null, fleet: "shop", rollout: "shop-1", reason, at });
}

const sentenceOf = async ({ ledger, simulator }: Web): Promise<string> =>
  (await readFleetView(ledger, { fleet: "web", id: undefined, now: simulator.clock.now() })).explanation
    .sentence;

scenario(
  "the image that a fleet serves with fails elsewhere: said once, in the status and its sentence, until it has another one",
  {},
  async (web) => {
    const image = await web.publish();
    await web.settled();
    await failsElsewhere(web, image);
    expect(await statusOf(web)).toEqual([["live-quarantined", false]]);
    await sweepFor(web, 30);
    expect(await statusOf(web)).toEqual([["live-quarantined", true]]);
    expect(saidOf(web, "live-quarantined")).toEqual([
      `generation 2 serves with ${image}, which is in quarantine: target-health: 2 of 4 targets are not healthy; its servers stay, and moult replaces none of them until it has another image, or a person lifts that`,
    ]);
    for (const sentence of [await sentenceOf(web), (await listSummaries(web.ledger)).get("web")?.sentence])
      expect(sentence).toMatch(
        /a person should see to it; generation 2 serves with ami-.* next: moult quarantine list/,
      );
    const better = await web.publish();
    await web.until("ObserveGreen");
    // It is on its way to another one.
    await sweepOnce(web);
    expect(await statusOf(web)).toEqual([]);
    await web.settled();
    await sweepOnce(web);
    expect(await outcomes(web)).toEqual([
      [better, "succeeded"],
      [image, "succeeded"],
    ]);
    expect([await statusOf(web), timesOf(web, "Fleet Needs Attention")]).toEqual([[], 1]);
  },
);

scenario("it is over, too, when a person lifts the quarantine for the fleet", {}, async (web) => {
  await failsElsewhere(web, web.account.image);
  await sweepOnce(web);
  expect(await statusOf(web)).toEqual([["live-quarantined", true]]);
  await liftImageQuarantine(
    { imageId: web.account.image, scope: { fleet: "web" }, by: "ada", reason: "it serves well" },
    { ledger: web.ledger, clock: web.simulator.clock },
  );
  await sweepOnce(web);
  expect(await statusOf(web)).toEqual([]);
});
