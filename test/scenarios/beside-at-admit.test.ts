import {
  CreateOrUpdateTagsCommand,
  ResumeProcessesCommand,
  SuspendProcessesCommand,
} from "@aws-sdk/client-auto-scaling";
import { DeleteTargetGroupCommand } from "@aws-sdk/client-elastic-load-balancing-v2";
import { declareFleet } from "../../src/ledger/fleets.ts";
import { listGenerations, writeGeneration } from "../../src/ledger/generations.ts";
import { CHANGES_BESIDE } from "../support/scenarios/changes-beside.ts";
import { declarationOf } from "../support/scenarios/furnish-web.ts";
import { expect, scenario, type Web } from "../support/scenarios/harness.ts";

const saidOf = async (web: Web, action: string): Promise<string[]> =>
  (await web.entries()).filter((each) => each.action === action).map(({ reason }) => reason);

/** A new image is published, and no rollout of it is begun, for this. */
async function expectNotBegun(web: Web, why: RegExp): Promise<string> {
  const image = await web.publish();
  await web.minutes(2);
  expect((await saidOf(web, "refused")).at(-1)).toMatch(why);
  expect(await web.rollouts()).toEqual([]);
  expect(web.changes()).toEqual([]);
  return image;
}

/** Nothing is held against the image: it goes through. */
async function expectBegun(web: Web, image: string): Promise<void> {
  await web.minutes(2);
  await web.start({ image });
  await web.settled();
  expect(await web.rollout()).toMatchObject({ outcome: "succeeded", imageTo: image });
}

/** As the sweep says it, somewhere in a reason that names all at once. */
const within = (said: RegExp): RegExp => new RegExp(said.source.replace(/^\^/u, "(^|: |; )"), "u");

for (const [name, { does, said }] of Object.entries(CHANGES_BESIDE)) {
  scenario(`${name} keeps a rollout from beginning, without blame, until it is undone`, {}, async (web) => {
    const undo = await does(web);
    const image = await expectNotBegun(web, within(said(web)));
    await undo();
    await expectBegun(web, image);
  });
}

scenario("what of blue's group cannot be copied keeps a rollout from beginning, by name", {}, async (web) => {
  const process = { AutoScalingGroupName: "web", ScalingProcesses: ["Terminate"] };
  await web.person.autoScaling.send(new SuspendProcessesCommand(process));
  const image = await expectNotBegun(web, /group web: SuspendedProcesses\.Terminate: .*: resume Terminate/);
  await web.person.autoScaling.send(new ResumeProcessesCommand(process));
  await expectBegun(web, image);
});

scenario("blue's group with the tag of another fleet keeps a rollout from beginning", {}, async (web) => {
  const tag = { ResourceId: "web", ResourceType: "auto-scaling-group", PropagateAtLaunch: true };
  const put = (Value: string) =>
    web.person.autoScaling.send(
      new CreateOrUpdateTagsCommand({ Tags: [{ ...tag, Key: "moult:fleet", Value }] }),
    );
  await put("api");
  const image = await expectNotBegun(web, /group web: its tag moult:fleet says that it belongs to api/);
  await put("web");
  await expectBegun(web, image);
});

scenario(
  "a group that is another fleet's generation, too, keeps a rollout from beginning",
  {},
  async (web) => {
    const declaration = {
      ...declarationOf(web.plan, web.account),
      fleet: "api",
      traffic: { strategy: "none" },
    } as const;
    await declareFleet(web.ledger, { declaration, by: "bob", now: 0 }, "absent");
    const [live] = await listGenerations(web.ledger, "web");
    if (live === undefined) throw new Error("the fleet has no generation");
    const theirs = await writeGeneration(web.ledger, { ...live.generation, fleet: "api" }, "absent");
    const image = await expectNotBegun(
      web,
      /group web is generation 1 of fleet api, too: .*moult fleet release/,
    );
    await writeGeneration(web.ledger, { ...theirs.generation, state: "gone" }, theirs.revision);
    await web.ledger.remove({ partition: "fleets", sort: "api" }, 1);
    await expectBegun(web, image);
  },
);

scenario("green's target group that is gone keeps a rollout from beginning", { leaves: {} }, async (web) => {
  const TargetGroupArn = web.account.targetGroups[1];
  const { targetGroups } = web.simulator.world.state;
  const kept = targetGroups.get(TargetGroupArn ?? "");
  await web.person.elbv2.send(new DeleteTargetGroupCommand({ TargetGroupArn }));
  const image = await expectNotBegun(
    web,
    /traffic\.targetGroups\.1: arn:\S+ does not exist: correct the ARN, or make it/,
  );
  if (kept) targetGroups.set(kept.arn, kept);
  await expectBegun(web, image);
});

scenario("what moult lives beside is on record with the rollout, once, by name", {}, async (web) => {
  const tag = { ResourceId: "web", ResourceType: "auto-scaling-group", PropagateAtLaunch: true };
  await web.person.autoScaling.send(
    new CreateOrUpdateTagsCommand({ Tags: [{ ...tag, Key: "owner", Value: "terraform" }] }),
  );
  const declaration = {
    ...declarationOf(web.plan, web.account),
    fleet: "api",
    traffic: { strategy: "none" },
  } as const;
  await declareFleet(web.ledger, { declaration, by: "bob", now: 0 }, "absent");
  await web.publish();
  await web.until("Bake");
  expect(await saidOf(web, "begin-beside")).toEqual([
    expect.stringMatching(/^group web: tag owner: by owner=terraform a tool made it/),
    expect.stringMatching(/^template: lt-\S+ is the template of fleet api, too/),
  ]);
  await web.ledger.remove({ partition: "fleets", sort: "api" }, 1);
  await web.settled();
  expect((await web.rollout()).outcome).toBe("succeeded");
});
