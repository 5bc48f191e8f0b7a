import { CreateTagsCommand } from "@aws-sdk/client-ec2";
import { deliver } from "../../rehearsal/rehearsal.ts";
import { shareImage } from "../../simulator/services/ec2/images/foreign-images.ts";
import { publishBuild } from "../../simulator/services/imagebuilder/builds.ts";
import type { FleetDeclaration } from "../../src/domain/declaration/fleet.ts";
import { listEntries } from "../../src/ledger/entries.ts";
import { expect, scenario, type Web } from "../support/scenarios/harness.ts";
import { emit, packerSays, sample } from "../support/scenarios/sample-event.ts";

const PIPELINE = "arn:aws:imagebuilder:us-east-1:123456789012:image-pipeline/web-golden";
const byTags: Partial<FleetDeclaration> = { image: { tags: { role: "web" } } };

async function expectReplacedBy(web: Web, image: string, by: string): Promise<void> {
  await web.minutes(0.1);
  await web.settled();
  expect(await web.rollouts()).toHaveLength(1);
  const { outcome, cause: request } = await web.rollout();
  expect({ outcome, image: await web.liveImage() }).toEqual({ outcome: "succeeded", image });
  expect(request.by).toContain(by);
}

for (const file of [
  "ssm-parameter-store-change-update.json",
  "ssm-parameter-store-change-update-ami-datatype.json",
]) {
  scenario(`a parameter has a new value: ${file}`, {}, async (web) => {
    web.listening = false;
    const image = await web.publish();
    web.listening = true;
    emit(web, sample(file, { "/immutable/web-prod/ami": web.account.channel }));
    await expectReplacedBy(web, image, "aws.ssm");
  });
}

scenario("an AMI becomes available", { declaration: byTags }, async (web) => {
  web.listening = false;
  const image = await web.bake({ role: "web" });
  await web.minutes(0.1);
  web.listening = true;
  emit(web, sample("ec2-ami-state-change-available.json", { "ami-0abcdef1234567890": image }));
  await expectReplacedBy(web, image, "aws.ec2");
});

scenario(
  "a build of Image Builder is available",
  { declaration: { image: { imageBuilder: PIPELINE } } },
  async (web) => {
    const image = await web.bake();
    web.listening = false;
    const { arn } = publishBuild(web.simulator.world, {
      name: "web-golden",
      amis: [{ image }],
      pipelineArn: PIPELINE,
    });
    web.listening = true;
    const names = { "arn:aws:imagebuilder:us-east-1:123456789012:image/web-golden/1.0.0/1": arn };
    emit(web, sample("imagebuilder-image-state-change-available.json", names));
    await expectReplacedBy(web, image, "aws.imagebuilder");
  },
);

scenario("Packer says that its build is done", { declaration: byTags }, async (web) => {
  web.listening = false;
  const image = await web.bake({ role: "web" });
  await web.minutes(0.1);
  web.listening = true;
  emit(web, packerSays(image));
  await expectReplacedBy(web, image, "packer.build");
});

/** Another account publishes an image, somebody of this one tags it, and whoever may put events says that it is there. */
async function publishForeign(web: Web): Promise<string> {
  const script = { bootSeconds: 40, healthySeconds: 15 };
  const image = shareImage(web.simulator.world, {
    name: "golden",
    account: "210987654321",
    public: true,
    script,
  });
  const tags = new CreateTagsCommand({ Resources: [image], Tags: [{ Key: "role", Value: "web" }] });
  await web.person.ec2.send(tags);
  emit(web, packerSays(image));
  await web.minutes(0.1);
  await web.settled();
  return image;
}

scenario("an image of another account has the fleet's tags", { declaration: byTags }, async (web) => {
  const image = await publishForeign(web);
  expect(web.states).toEqual([]);
  expect((await web.entries()).at(-1)).toMatchObject({
    action: "leave",
    reason: expect.stringContaining(`${image}: it has the declared tags, but is of account 210987654321`),
  });
  const own = await web.bake({ role: "web" });
  await expectReplacedBy(web, own, "aws.ec2");
});

scenario(
  "an image of an account that the declaration names has the fleet's tags",
  { declaration: { image: { tags: { role: "web" }, owners: ["self", "210987654321"] } } },
  async (web) => {
    await expectReplacedBy(web, await publishForeign(web), "packer.build");
  },
);

scenario(
  "a start by hand does not take the image of another account either",
  { declaration: byTags },
  async (web) => {
    web.listening = false;
    const own = await web.bake({ role: "web" });
    await web.minutes(1);
    await publishForeign(web);
    await web.start();
    await web.settled();
    expect(await web.liveImage()).toBe(own);
  },
);

scenario("the same event twice, and every event of the same image: one rollout", {}, async (web) => {
  const events: unknown[] = [];
  web.simulator.world.onEvent((event) => events.push(event));
  const image = await web.publish();
  await Promise.all(events.map((event) => deliver(event, web)));
  await web.settled();
  for (const event of events.slice()) await deliver(event, web);
  await expectReplacedBy(web, image, "aws.ssm");
});

scenario("a forged event of the year 9999, then an image that was really published", {}, async (web) => {
  const launching = web.until("LaunchGreen");
  const running = await web.publish();
  await launching;
  await deliver({ ...packerSays(running), time: "9999-12-31T23:59:59Z" }, web);
  await web.minutes(0.1);
  const published = await web.publish();
  await web.settled();
  expect(await web.liveImage()).toBe(published);
  expect((await web.rollouts()).every(({ cause }) => cause.at <= web.simulator.clock.now())).toBe(true);
});

scenario("an image that no fleet declares", {}, async (web) => {
  await web.bake();
  await web.minutes(1);
  await web.settled();
  expect(web.states).toEqual([]);
  const [told] = await listEntries(web.ledger, null, { newestFirst: true });
  expect(told?.reason).toMatch(/no declared fleet means ami-/);
});

scenario("the channel is set to the image that runs already", {}, async (web) => {
  await web.person.putParameter(web.account.channel, web.account.image);
  await web.minutes(1);
  expect(web.states).toEqual([]);
  expect((await web.entries()).at(-1)).toMatchObject({ action: "leave" });
});

scenario("a channel that is set back to an older image means what it says", {}, async (web) => {
  const older = await web.bake();
  const newer = await web.publish();
  await web.settled();
  await web.person.putParameter(web.account.channel, older);
  await web.minutes(1);
  await web.settled();
  expect((await web.rollouts()).map(({ imageTo, outcome }) => [imageTo, outcome])).toEqual([
    [older, "succeeded"],
    [newer, "succeeded"],
  ]);
});

scenario(
  "by tags, an event that comes late for an image older than what runs begins nothing",
  { declaration: byTags },
  async (web) => {
    web.listening = false;
    const older = await web.bake({ role: "web" });
    await web.minutes(1);
    const newer = await web.bake({ role: "web" });
    await web.minutes(0.1);
    web.listening = true;
    emit(web, packerSays(newer));
    await expectReplacedBy(web, newer, "packer.build");
    emit(web, packerSays(older));
    await expectReplacedBy(web, newer, "packer.build");
    expect((await web.entries()).at(-1)?.reason).toMatch(
      /^an older image than .* names; every server runs ami-\w+ /,
    );
  },
);

scenario(
  "an event that comes late, for an image older than the one on its way",
  { declaration: byTags },
  async (web) => {
    web.listening = false;
    const older = await web.bake({ role: "web" });
    await web.minutes(1);
    const newer = await web.bake({ role: "web" });
    await web.minutes(0.1);
    web.listening = true;
    const launching = web.until("LaunchGreen");
    emit(web, packerSays(newer));
    await launching;
    emit(web, packerSays(older));
    await web.settled();
    expect((await web.rollouts()).map(({ outcome, imageTo }) => [outcome, imageTo])).toEqual([
      ["succeeded", newer],
    ]);
  },
);

scenario("going back to an older image on purpose, by hand", {}, async (web) => {
  const older = await web.bake();
  await web.publish();
  await web.settled();
  await web.start({ image: older });
  await web.settled();
  expect(await web.rollout()).toMatchObject({ outcome: "succeeded", imageTo: older });
});

scenario("a malformed event is told and changes nothing", {}, async (web) => {
  const broken = sample("ec2-ami-state-change-available.json", { "ami-0abcdef1234567890": "ami-?" });
  emit(web, broken);
  await deliver({ nonsense: true }, web);
  await web.minutes(1);
  expect(web.states).toEqual([]);
  const told = (await listEntries(web.ledger, null)).map(({ reason }) => reason);
  expect(told.filter((reason) => reason.startsWith("malformed event"))).toHaveLength(2);
});
