import { CreateLaunchTemplateVersionCommand, ModifyLaunchTemplateCommand } from "@aws-sdk/client-ec2";
import { test } from "vitest";
import { registerImage } from "../../rehearsal/account.ts";
import { sweepOnce } from "../../rehearsal/rehearsal.ts";
import { dryRunRollout } from "../../src/engine/dry-run/plan.ts";
import { readExcept } from "../../src/ledger/except.ts";
import { rollouts } from "../../src/ledger/runs/rollouts.ts";
import { abortRollout } from "../../src/operator/abort-rollout.ts";
import { retryRollout } from "../../src/operator/retry-rollout.ts";
import type { StartEngine } from "../../src/operator/start-rollout.ts";
import { withFleets } from "../support/rollout/several-fleets.ts";
import { expect, scenario, type Web } from "../support/scenarios/harness.ts";
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

scenario("a request that waited when its image was aborted is refused at its turn", {}, async (web) => {
  const image = await web.publish();
  await web.until("ValidateGreen");
  await web.start({ image }, "waits");
  await web.until("Queued");
  await web.abort();
  await web.settled();
  expect(await outcomes(web)).toEqual([[image, "rolled-back"]]);
  expect((await web.entries()).findLast(({ action }) => action === "refused")?.reason).toMatch(REFUSED);
});

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
    [first, "rolled-back"],
  ]);
});

scenario("a forced rollout to what runs is aborted: it may be forced again", {}, async (web) => {
  await web.start({ force: true }, "first");
  await web.until("ValidateGreen");
  await web.abort();
  await web.settled();
  await web.start({ force: true }, "second");
  await web.settled();
  expect(await outcomes(web)).toEqual([
    [web.account.image, "succeeded"],
    [web.account.image, "rolled-back"],
  ]);
});

scenario("a person retries what was refused, and it succeeds", {}, async (web) => {
  const image = await refuse(web);
  const { ledger, simulator, engine, runtime } = web;
  const asked = { reason: "operator", image: null, force: false, by: "bob", evidence: {} } as const;
  const request = { ...asked, at: simulator.clock.now() };
  expect(await dryRunRollout({ fleet: "web", request }, runtime)).toMatchObject({
    verdict: "refused",
    reason: expect.stringMatching(REFUSED) as string,
  });
  const start: StartEngine = async (fleet, retried) => {
    await engine.start("rollout", "retried", { fleet, request: retried });
    return { id: "retried", settled: Promise.resolve() };
  };
  const desk = { ledger, clock: simulator.clock, start };
  const retried = { fleet: "web", request: { ...request, image } };
  await retryRollout(retried, desk);
  await web.settled();
  expect(await outcomes(web)).toEqual([
    [image, "succeeded"],
    [image, "rolled-back"],
  ]);
  expect(await readExcept(ledger, "web")).toEqual([]);
  await expect(retryRollout(retried, desk)).rejects.toThrow(/^nobody refused ami-/);
});

scenario(
  "the aborted image from another template version is another target",
  { leaves: { versions: [3] } },
  async (web) => {
    const image = await refuse(web);
    const { template } = web.account;
    const { ec2 } = web.person;
    const made = {
      LaunchTemplateId: template,
      SourceVersion: "1",
      LaunchTemplateData: { InstanceType: "m7i.large" as const },
    };
    const { LaunchTemplateVersion: { VersionNumber } = {} } = await ec2.send(
      new CreateLaunchTemplateVersionCommand(made),
    );
    await ec2.send(
      new ModifyLaunchTemplateCommand({ LaunchTemplateId: template, DefaultVersion: String(VersionNumber) }),
    );
    await nameAgain(web, image);
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
    await abortRollout({ fleet: "web", who: "ada", reason: "not for web" }, { ledger, clock });
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
