import { sweepOnce } from "../../rehearsal/rehearsal.ts";
import { readWanted } from "../../src/ledger/wanted.ts";
import { expect, scenario, type Web } from "../support/scenarios/harness.ts";
import { outcomes } from "../support/scenarios/refused-image.ts";
import { newTemplateVersion } from "../support/scenarios/template-version.ts";

const iso = (web: Web, minutesAgo: number): string =>
  new Date(web.simulator.clock.now() - minutesAgo * 60_000).toISOString();

for (const [what, ask] of [
  ["force", () => ({ force: true })],
  ["age", (web: Web) => ({ replaceLaunchedBefore: iso(web, 1) })],
] as const) {
  scenario(
    `an ask for ${what} while an image fix is on its way does not displace the fix`,
    {},
    async (web) => {
      await web.publish();
      await web.untilShifted(10);
      const fix = await web.publish();
      const id = await web.start(ask(web));
      expect(await web.engine.settled(id)).toMatchObject({ status: "SUCCEEDED" });
      await web.settled();
      expect((await outcomes(web))[0]).toEqual([fix, "succeeded"]);
      expect(await web.liveImage()).toBe(fix);
      const [{ cause }] = (await web.rollouts()) as [Awaited<ReturnType<Web["rollout"]>>];
      expect(cause).toMatchObject({ reason: "operator", by: "ada" });
      expect(cause.serves).toEqual([
        expect.stringContaining(`channel ${web.account.channel} names ${fix}`),
        expect.stringMatching(/^ada wants servers that were launched before .* replaced/),
      ]);
    },
  );
}

scenario("an ask for force before traffic moved does not end the fix that is on its way", {}, async (web) => {
  const fix = await web.publish();
  await web.until("ValidateGreen");
  await web.start({ force: true });
  await web.settled();
  // All servers of the fix are younger than the ask only once it is served: they are replaced as well.
  expect((await outcomes(web)).at(-1)).toEqual([fix, "succeeded"]);
  expect(await web.liveImage()).toBe(fix);
});

scenario(
  "a new image, a new version of the template and force at once: one rollout serves all three",
  { leaves: { versions: [2] } },
  async (web) => {
    web.listening = false;
    const image = await web.publish();
    const version = await newTemplateVersion(web);
    await web.start({ force: true, reason: "certificates" });
    await web.settled();
    await sweepOnce(web);
    await web.settled();
    expect(await outcomes(web)).toEqual([[image, "succeeded"]]);
    const { cause, templateVersion } = await web.rollout();
    expect(templateVersion).toBe(version);
    expect(cause).toMatchObject({ reason: "operator", by: "ada" });
    expect(cause.serves).toEqual([
      `channel ${web.account.channel} names ${image}, generation 1 runs ${web.account.image}`,
      `servers are to be launched from version ${version} of ${web.account.template}, generation 1 was from version 1 of ${web.account.template}`,
      expect.stringMatching(/^ada wants servers that were launched before .*Z replaced: certificates$/),
    ]);
  },
);

scenario(
  "a new version of the template alone: a sweep replaces the servers by the same image",
  { leaves: { versions: [2] } },
  async (web) => {
    const version = await newTemplateVersion(web);
    await sweepOnce(web);
    await web.settled();
    expect(await web.rollouts()).toMatchObject([
      {
        imageTo: web.account.image,
        templateVersion: version,
        outcome: "succeeded",
        cause: { reason: "drift" },
      },
    ]);
    await sweepOnce(web);
    await web.settled();
    expect(await web.rollouts()).toHaveLength(1);
  },
);

scenario("replaceLaunchedBefore replaces the servers when one is older", {}, async (web) => {
  const id = await web.start({ replaceLaunchedBefore: iso(web, 0), reason: "kept for too long" });
  expect(await web.engine.settled(id)).toMatchObject({ status: "SUCCEEDED" });
  expect(await web.rollouts()).toMatchObject([
    { imageTo: web.account.image, outcome: "succeeded", cause: { reason: "operator" } },
  ]);
  await sweepOnce(web);
  await web.settled();
  expect(await web.rollouts()).toHaveLength(1);
});

scenario("replaceLaunchedBefore has nothing to do when no server is older", {}, async (web) => {
  const id = await web.start({ replaceLaunchedBefore: iso(web, 60) });
  expect(await web.engine.settled(id)).toMatchObject({ status: "SUCCEEDED" });
  expect(web.states.at(-1)).toBe("NothingToDo");
  expect((await web.entries()).at(-1)).toMatchObject({
    action: "nothing-to-do",
    reason: expect.stringMatching(
      /^no server of generation 1 was launched before .*Z: the oldest is of .*Z$/,
    ) as string,
  });
  expect((await readWanted(web.ledger, "web")).launchedBefore).toBeNull();
  await sweepOnce(web);
  await web.settled();
  expect(await web.rollouts()).toEqual([]);
});
