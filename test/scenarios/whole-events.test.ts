import { sweepOnce } from "../../rehearsal/rehearsal.ts";
import { freezeFleet } from "../../src/operator/freeze-fleet.ts";
import { liftImageQuarantine } from "../../src/operator/lift-image-quarantine.ts";
import { unfreezeFleet } from "../../src/operator/unfreeze-fleet.ts";
import { expect, scenario, type Web } from "../support/scenarios/harness.ts";

const ADA = "ada@laptop";

/** Title and sentence of what the bus has taken of a type, in order. */
const said = ({ published }: Web, type: string): readonly (readonly [unknown, unknown])[] =>
  published
    .filter((event) => event["detail-type"] === type)
    .map(({ detail }) => [detail["title"], detail["sentence"]]);

/** What the acts of a person work on. */
const acting = ({ ledger, simulator }: Web) => ({ ledger, clock: simulator.clock });

scenario(
  "a rollout that goes back, its image's quarantine and the lift of that are one event each, with two sweeps at once",
  {},
  async (web) => {
    const image = await web.publish({ "sim:healthy-seconds": "never" });
    await web.settled();
    await Promise.all([sweepOnce(web), sweepOnce(web)]);
    expect(said(web, "Rollout Started")).toEqual([
      ["▸ web: rollout started", `the rollout to ${image} is admitted; green is launched next`],
    ]);
    const [[title, sentence] = []] = said(web, "Rollout Rolled Back");
    expect([title, said(web, "Rollout Rolled Back").length]).toEqual(["✕ web: rollout rolled back", 1]);
    expect(sentence).toMatch(new RegExp(`^(?=.*${image}).{20,200}$`));
    expect(said(web, "Image Quarantined")).toEqual([
      ["✕ web: image quarantined", expect.stringMatching(`^${image} is in quarantine for every fleet: `)],
    ]);
    const lift = { imageId: image, scope: null, by: ADA, reason: "the gate was wrong" };
    expect((await liftImageQuarantine(lift, acting(web))).changed).toBe(true);
    // Done again it changes nothing, and says nothing.
    expect((await liftImageQuarantine(lift, acting(web))).changed).toBe(false);
    await Promise.all([sweepOnce(web), sweepOnce(web)]);
    expect(said(web, "Quarantine Lifted")).toEqual([
      [
        "✓ account: quarantine lifted",
        `${image} is out of quarantine for every fleet, by ${ADA}: the gate was wrong`,
      ],
    ]);
  },
);

scenario("a freeze and its end are one event each, whatever is asked again", {}, async (web) => {
  const frozen = { fleet: "web", by: ADA, reason: "incident 4711", seconds: null };
  await freezeFleet(frozen, acting(web));
  await web.minutes(1);
  // The first one lasts as long, and stays as it is.
  await freezeFleet({ ...frozen, by: "bob", seconds: 60 }, acting(web));
  await sweepOnce(web);
  expect(said(web, "Freeze Set")).toEqual([
    ["■ web: freeze set", `frozen by ${ADA}, until somebody lifts it: incident 4711`],
  ]);
  await unfreezeFleet({ fleet: "web", by: ADA }, acting(web));
  await unfreezeFleet({ fleet: "web", by: ADA }, acting(web));
  await Promise.all([sweepOnce(web), sweepOnce(web)]);
  expect(said(web, "Freeze Lifted")).toHaveLength(1);
  expect(said(web, "Freeze Set")).toHaveLength(1);
});

scenario("what a newer image took the place of is superseded, and has not gone back", {}, async (web) => {
  const launching = web.until("LaunchGreen");
  await web.publish();
  await launching;
  await web.publish();
  await web.settled();
  expect(said(web, "Rollout Superseded").map(([title]) => title)).toEqual(["✓ web: rollout superseded"]);
  expect(said(web, "Rollout Rolled Back")).toEqual([]);
  expect(said(web, "Rollout Succeeded")).toHaveLength(1);
});
