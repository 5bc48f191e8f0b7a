import { test } from "vitest";
import { registerImage } from "../../rehearsal/account.ts";
import { sweepOnce } from "../../rehearsal/rehearsal.ts";
import { dryRunRollout } from "../../src/engine/dry-run/plan.ts";
import { readExcept } from "../../src/ledger/except.ts";
import { rollouts } from "../../src/ledger/runs/rollouts.ts";
import { steerRollout } from "../../src/operator/steer-rollout.ts";
import { retryRollout } from "../../src/operator/retry-rollout.ts";
import { withFleets } from "../support/rollout/several-fleets.ts";
import { asking, deskOf } from "../support/scenarios/asks.ts";
import { expect, scenario, type Web } from "../support/scenarios/harness.ts";
import { newTemplateVersion } from "../support/scenarios/template-version.ts";
import { person } from "../support/scenarios/person.ts";
import { nameAgain, outcomes } from "../support/scenarios/refused-image.ts";

const REFUSED =
  /^ada refused ami-\w+ on 2\d{3}-.*Z: changed my mind; moult rollout retry web begins it again$/;

/** Publishes an image, and a person refuses it in the middle. */
async function refuse(web: Web, at: "ValidateGreen" | "Bake" = "ValidateGreen"): Promise<string> {
  const image = await web.publish();
  await web.until(at);
  await web.abort();
  await web.settled();
  expect(await outcomes(web)).toEqual([[image, "rolled-back"]]);
  return image;
}

scenario(
  "what a person aborted is not begun again, by the sweep, an event or the console",
  {},
  async (web) => {
    web.sweeping = true;
    const image = await refuse(web);
    await sweepOnce(web);
    await web.settled();
    await nameAgain(web, image);
    const left = (await web.entries()).filter(({ action }) => action === "leave");
    expect(left.at(-1)?.reason).toMatch(REFUSED);
    for (const request of [{}, { image }, { image, force: true }]) {
      const id = await web.start(request);
      const { status, cause } = await web.engine.settled(id);
      expect(status).toBe("FAILED");
      expect(cause).toMatch(REFUSED);
    }
    web.engine.startWith("console", { fleet: "web" });
    expect((await web.engine.settled("console")).cause).toMatch(REFUSED);
    await web.minutes(24 * 60);
    await sweepOnce(web);
    await web.settled();
    expect(await outcomes(web)).toEqual([[image, "rolled-back"]]);
    expect(await web.liveImage()).toBe(web.account.image);
  },
);

scenario(
  "whoever asks for the image that is on its way, and is then aborted, gets no second try",
  {},
  async (web) => {
    const image = await web.publish();
    await web.until("ValidateGreen");
    const id = await web.start({ image }, "beside");
    expect(await web.engine.settled(id)).toMatchObject({ status: "SUCCEEDED" });
    expect(web.states.at(-1)).toBe("NothingToDo");
    await web.abort();
    await web.settled();
    expect(await outcomes(web)).toEqual([[image, "rolled-back"]]);
    expect((await web.entries()).at(-1)).toMatchObject({
      action: "leave",
      reason: expect.stringMatching(REFUSED) as string,
    });
  },
);

scenario("a newer image than the aborted one is rolled out by itself", {}, async (web) => {
  const image = await refuse(web);
  const newer = await web.publish();
  await web.settled();
  expect(await outcomes(web)).toEqual([
    [newer, "succeeded"],
    [image, "rolled-back"],
  ]);
  await nameAgain(web, image);
  expect(await web.liveImage()).toBe(newer);
});

scenario("an aborted image that is asked for takes no place from one that waits", {}, async (web) => {
  const image = await refuse(web);
  const newer = await web.publish();
  await web.untilShifted(10);
  const newest = await web.publish();
  await web.start({ image }, "aborted-image");
  await web.settled();
  expect(await outcomes(web)).toEqual([
    [newest, "succeeded"],
    [newer, "succeeded"],
    [image, "rolled-back"],
  ]);
});

scenario("an aborted image that is asked for ends no rollout of another one", {}, async (web) => {
  const image = await refuse(web);
  const newer = await web.publish();
  await web.until("ValidateGreen");
  await web.start({ image }, "aborted-image");
  await web.settled();
  expect(await outcomes(web)).toEqual([
    [newer, "succeeded"],
    [image, "rolled-back"],
  ]);
});

scenario("what a newer image superseded may come again: nobody refused it", {}, async (web) => {
  const first = await web.publish();
  await web.until("ValidateGreen");
  const second = await web.publish();
  await web.until("RollBack");
  await web.until("ValidateGreen");
  await web.abort();
  await web.settled();
  await web.start({ image: first });
  await web.settled();
  expect(await outcomes(web)).toEqual([
    [first, "succeeded"],
    [second, "rolled-back"],
    [first, "superseded"],
  ]);
});

scenario(
  "a forced rollout to what runs is aborted: forced again it is refused, retried it runs",
  {},
  async (web) => {
    const { image } = web.account;
    await web.start({ force: true }, "first");
    await web.until("ValidateGreen");
    await web.abort();
    await web.settled();
    const again = await web.start({ force: true }, "second");
    expect((await web.engine.settled(again)).cause).toMatch(REFUSED);
    await retryRollout({ fleet: "web", image, ask: asking({ launchedBefore: "now" }) }, deskOf(web, "third"));
    await web.settled();
    expect(await outcomes(web)).toEqual([
      [image, "succeeded"],
      [image, "rolled-back"],
    ]);
  },
);

scenario("a person retries what was refused, and it succeeds", {}, async (web) => {
  const image = await refuse(web);
  expect(await dryRunRollout({ fleet: "web", ask: asking() }, web.runtime)).toMatchObject({
    verdict: "refused",
    reason: expect.stringMatching(REFUSED) as string,
  });
  const retried = { fleet: "web", image, ask: asking() };
  await retryRollout(retried, deskOf(web, "retried"));
  await web.settled();
  expect(await outcomes(web)).toEqual([
    [image, "succeeded"],
    [image, "rolled-back"],
  ]);
  expect(await readExcept(web.ledger, "web")).toEqual([]);
  await expect(retryRollout(retried, deskOf(web, "again"))).rejects.toThrow(/^nobody refused ami-/);
});

scenario(
  "the aborted image from another template version is another target",
  { leaves: { versions: [3] } },
  async (web) => {
    const image = await refuse(web);
    await newTemplateVersion(web);
    await sweepOnce(web);
    await web.settled();
    expect(await outcomes(web)).toEqual([
      [image, "succeeded"],
      [image, "rolled-back"],
    ]);
  },
);

test("an image that one fleet aborted is another fleet's all the same", async () => {
  await withFleets(["web", "api"], async ({ simulator, ledger, settled }) => {
    const { clock } = simulator;
    const image = await registerImage(simulator, "next", {
      "sim:boot-seconds": "20",
      "sim:healthy-seconds": "5",
    });
    const publish = async (fleet: string): Promise<void> => {
      await person(simulator).putParameter(`/images/${fleet}`, image);
      await clock.sleep(10_000);
    };
    await publish("web");
    await steerRollout({ act: "abort", fleet: "web", by: "ada", reason: "not for web" }, { ledger, clock });
    await settled();
    await publish("web");
    await publish("api");
    await settled();
    const outcomesOf = async (fleet: string) =>
      (await rollouts.list(ledger, fleet)).map(({ run }) => [run.imageTo, run.outcome]);
    expect(await outcomesOf("web")).toEqual([[image, "rolled-back"]]);
    expect(await outcomesOf("api")).toEqual([[image, "succeeded"]]);
  });
});
