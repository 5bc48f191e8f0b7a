import { isQuarantined } from "../../src/ledger/image-verdicts.ts";
import { readWanted } from "../../src/ledger/wanted.ts";
import { expect, scenario } from "../support/scenarios/harness.ts";
import { outcomes } from "../support/scenarios/refused-image.ts";

scenario(
  "a newer image before traffic moved: the rollout makes room, and the newest runs",
  {},
  async (web) => {
    const first = await web.publish();
    await web.until("ValidateGreen");
    const second = await web.publish();
    await web.settled();
    expect((await web.rollouts()).map(({ imageTo, outcome, blue }) => [imageTo, outcome, blue])).toEqual([
      [second, "succeeded", 1],
      [first, "superseded", 1],
    ]);
    expect(await isQuarantined(web.ledger, first, "web")).toBe(false);
  },
);

for (const phase of ["ShiftTraffic", "Bake"] as const) {
  scenario(`a newer image in ${phase}: the rollout ends first, then the newest runs`, {}, async (web) => {
    const first = await web.publish();
    await (phase === "Bake" ? web.until(phase) : web.untilShifted(10));
    const second = await web.publish();
    await web.settled();
    expect((await web.rollouts()).map(({ imageTo, outcome, blue }) => [imageTo, outcome, blue])).toEqual([
      [second, "succeeded", 2],
      [first, "succeeded", 1],
    ]);
  });
}

scenario(
  "a newer image while blue is kept warm: blue goes early, then the newest runs",
  { declaration: { retire: { drain: "60s", warm: "2h" } } },
  async (web) => {
    const first = await web.publish();
    await web.until("RetireBlue");
    await web.minutes(20);
    const at = web.simulator.clock.now();
    const second = await web.publish();
    await web.until("LaunchGreen");
    expect((web.simulator.clock.now() - at) / 60_000).toBeLessThan(10);
    expect(await outcomes(web)).toEqual([
      [second, null],
      [first, "succeeded"],
    ]);
    await web.settled();
    expect(await web.liveImage()).toBe(second);
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

scenario("two starts at once for the same image: one rollout, and nothing left to do", {}, async (web) => {
  const image = await web.bake();
  await Promise.all([web.start({ image }, "one"), web.start({ image }, "two")]);
  await web.settled();
  expect(await outcomes(web)).toEqual([[image, "succeeded"]]);
  expect(web.states.filter((state) => state === "NothingToDo")).toHaveLength(1);
});

scenario(
  "two starts at once for different images: the one that was taken last runs in the end",
  {},
  async (web) => {
    const images = [await web.bake(), await web.bake()];
    await Promise.all(images.map((image, index) => web.start({ image }, `start-${index}`)));
    await web.settled();
    const { pin } = await readWanted(web.ledger, "web");
    expect(images).toContain(pin?.image);
    expect(await web.liveImage()).toBe(pin?.image);
  },
);

scenario(
  "a start that comes while another is found to have nothing to do is not forgotten",
  {},
  async (web) => {
    const image = await web.bake();
    await web.start({}, "nothing");
    // While the first is being planned it holds the lease.
    await web.simulator.clock.sleep(20);
    await web.start({ image }, "something");
    await web.settled();
    expect(await web.liveImage()).toBe(image);
  },
);

scenario("a start beside a good run ends with who is in the way, and the run succeeds", {}, async (web) => {
  const image = await web.publish();
  await web.until("ValidateGreen");
  const id = await web.start({}, "second");
  expect(await web.engine.settled(id)).toMatchObject({ status: "SUCCEEDED" });
  const { id: run } = await web.rollout();
  expect((await web.entries()).findLast(({ rollout }) => rollout === id)).toMatchObject({
    action: "nothing-to-do",
    reason: expect.stringMatching(
      `^rollout ${run} goes to ${image}, now in \\w+Green, and has to be over by .*Z: the fleet is decided about again at its end$`,
    ) as string,
  });
  await web.settled();
  expect(await outcomes(web)).toEqual([[image, "succeeded"]]);
});

scenario(
  "an image that is asked for beside a run whose traffic has moved is begun at its end",
  {},
  async (web) => {
    const image = await web.publish();
    await web.untilShifted(50);
    const asked = await web.bake();
    const id = await web.start({ image: asked }, "second");
    expect(await web.engine.settled(id)).toMatchObject({ status: "SUCCEEDED" });
    expect((await web.entries()).findLast(({ rollout }) => rollout === id)?.reason).toMatch(
      /^what was asked for is kept; rollout .* is decided about again at its end$/,
    );
    await web.settled();
    expect(await outcomes(web)).toEqual([
      [asked, "succeeded"],
      [image, "succeeded"],
    ]);
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
