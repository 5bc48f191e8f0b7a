import { sweepOnce } from "../../rehearsal/rehearsal.ts";
import { pinInForce } from "../../src/domain/decide/wanted.ts";
import { readWanted } from "../../src/ledger/wanted.ts";
import { unpinImage } from "../../src/operator/unpin-image.ts";
import { expect, scenario, type Web } from "../support/scenarios/harness.ts";
import { outcomes } from "../support/scenarios/refused-image.ts";

const HOUR_MS = 3_600_000;

/** One sweep, and all that it begins. */
async function sweepAndSettle(web: Web): Promise<void> {
  await sweepOnce(web);
  await web.settled();
}

/** The fleet's pin; null: none is in force. */
async function pinOf(web: Web) {
  const { account, ledger, simulator } = web;
  const wanted = await readWanted(ledger, "web");
  return pinInForce(wanted, `channel ${account.channel}`, simulator.clock.now());
}

scenario(
  "an image that a person asks for runs, though nobody had read the channel before",
  {},
  async (web) => {
    const image = await web.bake();
    await web.start({ image, reason: "try it" });
    await web.settled();
    expect(await outcomes(web)).toEqual([[image, "succeeded"]]);
    expect((await web.rollout()).cause).toMatchObject({
      reason: "operator",
      by: "ada",
      serves: [`ada pinned ${image} (try it), generation 1 runs ${web.account.image}`],
    });
    expect(await pinOf(web)).toMatchObject({ image, insteadOf: web.account.image });
    await sweepAndSettle(web);
    expect(await web.liveImage()).toBe(image);
  },
);

scenario(
  "a pin counts from what the channel says now, not from what was heard of it last",
  {},
  async (web) => {
    await web.publish();
    await web.settled();
    web.listening = false;
    const unheard = await web.publish();
    const chosen = await web.bake();
    await web.start({ image: chosen });
    await web.settled();
    expect(await web.liveImage()).toBe(chosen);
    expect(await pinOf(web)).toMatchObject({ insteadOf: unheard });
  },
);

scenario(
  "a pin with an end holds though the channel changes, and a sweep goes to the channel's image after it",
  {},
  async (web) => {
    const chosen = await web.bake();
    const end = web.simulator.clock.now() + 6 * HOUR_MS;
    await web.start({ image: chosen, until: new Date(end).toISOString(), reason: "freeze of the partner" });
    await web.settled();
    const published = await web.publish();
    await web.settled();
    await sweepAndSettle(web);
    expect(await outcomes(web)).toEqual([[chosen, "succeeded"]]);
    await web.minutes(360);
    await sweepAndSettle(web);
    expect(await outcomes(web)).toEqual([
      [published, "succeeded"],
      [chosen, "succeeded"],
    ]);
  },
);

scenario("a pin without an end is over when the channel names another image", {}, async (web) => {
  const chosen = await web.bake();
  await web.start({ image: chosen });
  await web.settled();
  await web.person.putParameter(web.account.channel, web.account.image);
  await web.minutes(1);
  await sweepAndSettle(web);
  expect(await outcomes(web)).toEqual([[chosen, "succeeded"]]);
  const published = await web.publish();
  await web.settled();
  expect(await web.liveImage()).toBe(published);
  expect(await pinOf(web)).toBeNull();
});

scenario("a pin that is lifted: a sweep goes back to what the channel names", {}, async (web) => {
  const chosen = await web.bake();
  await web.start({ image: chosen });
  await web.settled();
  const { ledger, simulator } = web;
  const unpin = () => unpinImage({ fleet: "web", by: "bob" }, { ledger, clock: simulator.clock });
  expect(await unpin()).toMatchObject({ image: chosen, by: "ada" });
  expect(await unpin()).toBeUndefined();
  await sweepAndSettle(web);
  expect(await outcomes(web)).toEqual([
    [web.account.image, "succeeded"],
    [chosen, "succeeded"],
  ]);
  expect((await web.entries()).filter(({ action }) => action === "unpin")).toMatchObject([
    { actor: "bob", subject: chosen },
  ]);
});

scenario("what the channel names is pinned without an end: nothing is pinned", {}, async (web) => {
  web.listening = false;
  const image = await web.publish();
  await web.start({ image });
  await web.settled();
  expect(await web.liveImage()).toBe(image);
  expect((await readWanted(web.ledger, "web")).pin).toBeNull();
});
