import { isQuarantined } from "../../src/ledger/image-verdicts.ts";
import { releaseLease, takeLease } from "../../src/ledger/leases.ts";
import { waitingRequest } from "../../src/ledger/requests.ts";
import { startWaiting } from "../../src/rollout/admission/start-waiting.ts";
import { expect, scenario } from "../support/scenarios/harness.ts";

scenario(
  "a newer image before traffic moved: the running rollout rolls back and the newest runs",
  {},
  async (web) => {
    const first = await web.publish();
    await web.until("ValidateGreen");
    const second = await web.publish();
    await web.settled();
    expect((await web.rollouts()).map(({ imageTo, outcome, blue }) => [imageTo, outcome, blue])).toEqual([
      [second, "succeeded", 1],
      [first, "rolled-back", 1],
    ]);
    expect(await isQuarantined(web.ledger, first)).toBe(false);
  },
);

scenario(
  "a newer image after traffic moved: the running rollout ends first, then the newest runs",
  {},
  async (web) => {
    const first = await web.publish();
    await web.untilShifted(10);
    const second = await web.publish();
    await web.settled();
    expect((await web.rollouts()).map(({ imageTo, outcome, blue }) => [imageTo, outcome, blue])).toEqual([
      [second, "succeeded", 2],
      [first, "succeeded", 1],
    ]);
  },
);

scenario("three images in a row: the one in the middle is never launched", {}, async (web) => {
  await web.publish();
  await web.untilShifted(50);
  const middle = await web.publish();
  const newest = await web.publish();
  await web.settled();
  expect(await web.liveImage()).toBe(newest);
  const launched = web.simulator.world.state.instances.values();
  expect([...launched].filter(({ imageId }) => imageId === middle)).toEqual([]);
});

scenario("an image that supersedes one that itself supersedes", {}, async (web) => {
  for (let count = 0; count < 3; count++) {
    await web.publish();
    await web.minutes(0.5);
  }
  const newest = await web.publish();
  await web.settled();
  expect(await web.liveImage()).toBe(newest);
  expect((await web.rollout()).outcome).toBe("succeeded");
});

scenario("two requests at once for the same image: one rollout, and nothing left to do", {}, async (web) => {
  const image = await web.bake();
  await Promise.all([web.start({ image }, "one"), web.start({ image }, "two")]);
  await web.settled();
  expect((await web.rollouts()).map(({ outcome }) => outcome)).toEqual(["succeeded"]);
});

scenario("two requests at once for different images: the newer one runs in the end", {}, async (web) => {
  const [older, newer] = [await web.bake(), await web.bake()];
  const at = web.simulator.clock.now();
  await Promise.all([web.start({ image: older, at }, "one"), web.start({ image: newer, at: at + 1 }, "two")]);
  await web.settled();
  expect(await web.liveImage()).toBe(newer);
});

scenario(
  "a request that comes while another is found to have nothing to do is not forgotten",
  {},
  async (web) => {
    const image = await web.bake();
    await web.start({ image: web.account.image }, "nothing");
    // While the first is being planned it holds the lease.
    await web.simulator.clock.sleep(20);
    await web.start({ image }, "something");
    await web.settled();
    expect(await web.liveImage()).toBe(image);
  },
);

scenario("every server is what it should be: nothing to do", {}, async (web) => {
  await web.start();
  await web.settled();
  expect(web.states.at(-1)).toBe("NothingToDo");
  expect(web.changes()).toEqual([]);
  expect((await web.entries()).at(-1)?.reason).toMatch(/runs ami-.* already; --force/);
});

scenario("the same image, forced: every server is replaced", {}, async (web) => {
  const before = [...web.simulator.world.state.instances.keys()];
  await web.start({ force: true });
  await web.settled();
  expect(await web.rollout()).toMatchObject({ outcome: "succeeded", imageTo: web.account.image });
  const servers = [...(web.simulator.world.state.groups.get("web-g0002")?.instances.keys() ?? [])];
  expect(servers.filter((id) => before.includes(id))).toEqual([]);
});

scenario(
  "a request that is started from its waiting place and finds the fleet taken again is not forgotten",
  {},
  async (web) => {
    const { ledger, simulator, runtime } = web;
    const claim = { fleet: "web", owner: "somebody", now: simulator.clock.now(), ttlSeconds: 600 };
    const lease = await takeLease(ledger, claim);
    const image = await web.bake();
    await web.start({ image });
    await web.settled();
    const [waits] = [await waitingRequest(ledger, "web")];
    // The fleet is taken still, so what is started only waits again.
    await startWaiting("web", runtime);
    await web.settled();
    expect(await waitingRequest(ledger, "web")).toMatchObject({ image, at: waits?.at });

    await releaseLease(ledger, { ...claim, fence: lease.taken ? lease.lease.fence : 0 });
    await startWaiting("web", runtime);
    await web.settled();
    expect(await web.liveImage()).toBe(image);
  },
);
