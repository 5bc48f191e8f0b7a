import { deliver, sweepOnce } from "../../rehearsal/rehearsal.ts";
import { publishBuild } from "../../simulator/services/imagebuilder/builds.ts";
import type { FleetDeclaration } from "../../src/domain/declaration/fleet.ts";
import { declareFleet, readFleet } from "../../src/ledger/fleets.ts";
import { releaseLease, takeLease } from "../../src/ledger/leases.ts";
import { expect, scenario, type Web } from "../support/scenarios/harness.ts";
import { packerSays } from "../support/scenarios/sample-event.ts";
import { outcomes } from "../support/scenarios/refused-image.ts";

const PIPELINE = "arn:aws:imagebuilder:us-east-1:123456789012:image-pipeline/web-golden";
const BUILD = "arn:aws:imagebuilder:us-east-1:123456789012:image/web-golden/1.0.0/1";

/** How an image becomes what the declaration names. */
const WAYS: Readonly<
  Record<string, readonly [FleetDeclaration["image"] | null, (web: Web) => Promise<string>]>
> = {
  "a channel": [null, (web) => web.publish()],
  tags: [{ tags: { role: "web" } }, (web) => web.bake({ role: "web" })],
  "a pipeline": [
    { imageBuilder: PIPELINE },
    async (web) => {
      const image = await web.bake();
      publishBuild(web.simulator.world, { name: "web-golden", amis: [{ image }], pipelineArn: PIPELINE });
      return image;
    },
  ],
};

for (const [name, [image, publish]] of Object.entries(WAYS)) {
  const plan = image === null ? {} : { declaration: { image } };
  scenario(`all events lost, of a fleet with ${name}: one sweep begins the rollout`, plan, async (web) => {
    web.listening = false;
    await publish(web);
    await web.minutes(1);
    const newest = await publish(web);
    await web.minutes(1);
    await sweepOnce(web);
    await web.settled();
    expect(await outcomes(web)).toEqual([[newest, "succeeded"]]);
    await sweepOnce(web);
    await web.settled();
    expect(await web.rollouts()).toHaveLength(1);
  });

  scenario(
    `all events lost while a rollout of a fleet with ${name} runs: a sweep lets the newest win`,
    plan,
    async (web) => {
      const first = await publish(web);
      await web.until("ValidateGreen");
      web.listening = false;
      await web.minutes(0.1);
      const newest = await publish(web);
      await web.minutes(0.1);
      await sweepOnce(web);
      await web.settled();
      expect(await outcomes(web)).toEqual([
        [newest, "succeeded"],
        [first, "superseded"],
      ]);
    },
  );
}

scenario(
  "a start by hand of a fleet with a pipeline takes its newest build",
  { declaration: { image: { imageBuilder: PIPELINE } } },
  async (web) => {
    web.listening = false;
    const [, publish] = WAYS["a pipeline"] as (typeof WAYS)[string];
    const image = await publish(web);
    await web.start();
    await web.settled();
    expect(await web.liveImage()).toBe(image);
  },
);

scenario("two events at one instant from two processes: one execution", {}, async (web) => {
  web.listening = false;
  const image = await web.publish();
  const packer = packerSays(image);
  const answers = await Promise.all([deliver(packer, web), deliver({ ...packer, id: "another" }, web)]);
  await web.settled();
  const begun = answers.flatMap((each) =>
    (each as { fleets: { rollout: string | null }[] }).fleets.map(({ rollout }) => rollout),
  );
  expect(new Set(begun).size).toBe(1);
  expect(web.states.filter((state) => state === "Admit")).toHaveLength(1);
  expect(await outcomes(web)).toEqual([[image, "succeeded"]]);
});

scenario("an event and a sweep at one instant: one execution", {}, async (web) => {
  web.listening = false;
  const image = await web.publish();
  await Promise.all([sweepOnce(web), sweepOnce(web)]);
  await web.settled();
  expect(web.states.filter((state) => state === "Admit")).toHaveLength(1);
  expect(await outcomes(web)).toEqual([[image, "succeeded"]]);
});

scenario(
  "the event of the one build that is declared is lost: a sweep begins the rollout",
  { declaration: { image: { imageBuilder: BUILD } } },
  async (web) => {
    web.listening = false;
    const image = await web.bake();
    const { arn } = publishBuild(web.simulator.world, { name: "web-golden", amis: [{ image }] });
    expect(arn).toBe(BUILD);
    await sweepOnce(web);
    await web.settled();
    expect(await outcomes(web)).toEqual([[image, "succeeded"]]);
  },
);

/** Declares the fleet otherwise, past every check. */
async function declareOtherwise(web: Web, change: Partial<FleetDeclaration>): Promise<void> {
  const stored = await readFleet(web.ledger, "web");
  if (stored === undefined) throw new Error("the fleet is not declared");
  const declaration = { ...stored.declaration, ...change };
  await declareFleet(
    web.ledger,
    { declaration, by: "grace", now: web.simulator.clock.now() },
    stored.revision,
  );
}

scenario(
  "another channel is declared between the decision and Admit: what that one names is begun",
  {},
  async (web) => {
    const { ledger, simulator, person } = web;
    const other = await web.bake();
    await person.putParameter("/images/other", other);
    await web.minutes(1);
    const claim = { fleet: "web", owner: "somebody", now: simulator.clock.now(), ttlSeconds: 600 };
    const lease = await takeLease(ledger, claim);
    const image = await web.publish();
    await web.minutes(0.1);
    expect(web.engine.running()).toEqual([expect.stringContaining(image)]);
    await declareOtherwise(web, { image: { channel: "/images/other" } });
    await releaseLease(ledger, { ...claim, fence: lease.taken ? lease.lease.fence : 0 });
    await web.settled();
    expect(await outcomes(web)).toEqual([[other, "succeeded"]]);
    expect((await web.entries()).find(({ action }) => action === "nothing-to-do")?.reason).toBe(
      `${image} was decided on, and ${other} is by now: that is begun instead`,
    );
  },
);
