import { readFileSync } from "node:fs";
import { DescribeImagesCommand } from "@aws-sdk/client-ec2";
import { GetImageCommand } from "@aws-sdk/client-imagebuilder";
import { GetParametersCommand } from "@aws-sdk/client-ssm";
import { describe, expect, it } from "vitest";
import { boundedEvidence } from "../../../src/detect/image-published/evidence.ts";
import { imagePublished } from "../../../src/detect/image-published/image-published.ts";
import { imageBelongs } from "../../../src/detect/image-published/published-image.ts";
import { readImageEvent } from "../../../src/detect/image-published/read-image-event.ts";
import { Throttled } from "../../../src/errors/errors.ts";
import { listEntries } from "../../../src/ledger/entries.ts";
import { FLEETS_PARTITION } from "../../../src/ledger/keys.ts";
import { rollouts } from "../../../src/ledger/runs/rollouts.ts";
import { rollout } from "../../support/cli/records.ts";
import { BUILD, haveFleet, NEW, OLD, PIPELINE, world } from "../../support/detect/image-published/world.ts";

const sample = (name: string): Record<string, unknown> & { detail: object } =>
  JSON.parse(readFileSync(new URL(`../../../events/in/${name}.json`, import.meta.url), "utf8"));
const AMI = sample("ec2-ami-state-change-available");
const PACKER = sample("packer-ami-published");
const BUILT = sample("imagebuilder-image-state-change-available");
const CHANNEL = { channel: "/immutable/web-prod/ami" };
const TAGS = { tags: { role: "web" } };

const only = async (event: unknown, here = world(), fleet: string | null = null) => {
  const answer = await imagePublished(event, here.context);
  const [entry, ...more] = await listEntries(here.ledger, fleet);
  expect(more).toEqual([]);
  return { answer, entry };
};

describe("the entry of an event that nothing came of", () => {
  it("has the event, as far as it is not longer than two thousand characters", async () => {
    const event = { ...AMI, detail: { ImageId: "i-1" } };
    const { entry } = await only(event);
    expect(entry?.evidence).toEqual({ eventId: AMI["id"], event: JSON.stringify(event) });
    const long = await only({ id: "e1", padding: "x".repeat(3000) });
    expect(String(long.entry?.evidence?.["event"])).toHaveLength(2000);
    expect((await only(undefined)).entry?.evidence).toEqual({ eventId: null, event: "" });
  });

  it.each<[string, unknown]>([
    ["of another region", { ...PACKER, detail: { ...PACKER.detail, region: "eu-west-1" } }],
    ["of no image", { ...AMI, detail: { ...AMI.detail, ImageId: "ami-00000000000000007" } }],
    ["of a fleet that nobody declared", PACKER],
  ])("has the claim and no image: %s", async (_, event) => {
    const { answer, entry } = await only(event);
    expect(entry?.evidence).toMatchObject({ claim: { region: expect.any(String) as string } });
    expect([answer.image, entry !== undefined && "subject" in entry]).toEqual([null, false]);
  });

  it("has the claim and the image when no fleet means it", async () => {
    const { answer, entry } = await only(AMI);
    expect(entry).toMatchObject({ subject: NEW, evidence: { claim: { subject: { image: NEW } } } });
    expect(answer.image).toBe(NEW);
  });

  it("of its fleet has the claim as well", async () => {
    const here = world();
    await haveFleet(here, "web", TAGS, NEW);
    const { entry } = await only(AMI, here, "web");
    expect(entry).toMatchObject({ action: "leave", subject: NEW, evidence: { claim: { fleet: null } } });
  });
});

describe("an image that a run is on its way to", () => {
  it("is told of once, however often the event comes", async () => {
    const here = world();
    await haveFleet(here, "web", TAGS);
    await rollouts.write(here.ledger, rollout({ imageTo: NEW }), "absent");
    await imagePublished(AMI, here.context);
    const before = await listEntries(here.ledger, "web");
    const { fleets } = await imagePublished(AMI, here.context);
    expect(fleets).toMatchObject([{ fleet: "web", rollout: null, reason: expect.stringContaining("web-1") }]);
    expect(await listEntries(here.ledger, "web")).toEqual(before);
    expect(before.map(({ action }) => action)).toEqual(["leave"]);
  });

  it("is left with that it is older, where it is", async () => {
    const here = world();
    await haveFleet(here, "web", TAGS);
    await imagePublished(AMI, here.context);
    await rollouts.write(here.ledger, rollout({ imageTo: NEW }), "absent");
    const older = { ...AMI, detail: { ...AMI.detail, ImageId: OLD } };
    const { fleets } = await imagePublished(older, here.context);
    expect(fleets[0]?.reason).toMatch(
      /^an older image than the one that the newest image with role=web of self names; rollout web-1 /,
    );
    expect((await listEntries(here.ledger, "web")).at(-1)?.reason).toBe(fleets[0]?.reason);
  });
});

it("a fleet that is not declared any more by the time is left with that", async () => {
  const here = world();
  await haveFleet(here, "web", TAGS);
  const get: typeof here.ledger.get = async (key) =>
    key.partition === FLEETS_PARTITION ? undefined : here.ledger.get(key);
  const { fleets } = await imagePublished(AMI, { ...here.context, ledger: { ...here.ledger, get } });
  expect(fleets).toEqual([{ fleet: "web", rollout: null, reason: "the fleet is not declared any more" }]);
});

describe("what is asked of AWS", () => {
  const byTags = ({ ec2 }: ReturnType<typeof world>) =>
    ec2.commandCalls(DescribeImagesCommand).filter(({ args: [{ input }] }) => input.Filters !== undefined);

  it("is the newest image once for fleets that choose alike, and not when what is named is known", async () => {
    const here = world();
    for (const fleet of ["api", "web"]) await haveFleet(here, fleet, TAGS);
    await imagePublished(AMI, here.context);
    const asked = byTags(here).length;
    await imagePublished(AMI, here.context);
    expect(byTags(here).length - asked).toBeLessThan(asked);
    const alone = world();
    await haveFleet(alone, "web", TAGS);
    await imagePublished(AMI, alone.context);
    expect(byTags(alone)).toHaveLength(asked);
  });

  it("is no channel where no fleet follows one", async () => {
    const here = world();
    await haveFleet(here, "web", TAGS);
    await imagePublished(AMI, here.context);
    expect(here.ssm.commandCalls(GetParametersCommand)).toEqual([]);
  });
});

it("ten messages at most are given of fleets that failed", async () => {
  const here = world();
  for (let number = 10; number < 22; number += 1) await haveFleet(here, `f${number}`, CHANNEL);
  const starter = {
    start: async (_machine: string, name: string) =>
      Promise.reject(new Throttled(`no room for ${name.slice(0, 3)}`)),
  };
  const error: unknown = await imagePublished(AMI, { ...here.context, starter }).catch(
    (thrown: unknown) => thrown,
  );
  const { message } = error as Error;
  expect(message).toMatch(/failed for 12 fleets: no room for f1\d; /);
  expect(message.split("; ")).toHaveLength(10);
});

describe("an image of Image Builder", () => {
  const declared = { imageBuilder: "arn:aws:imagebuilder:us-east-1:123456789012:image-pipeline/other" };
  const image = {
    id: NEW,
    state: "available",
    createdAt: 1,
    tags: {},
    owner: "1",
    ownerAlias: null,
    own: null,
  };

  it("that another pipeline made is left with which; where none is known, with which build it is", () => {
    const made = (pipeline: string | null) =>
      imageBelongs(declared, { ...image, build: BUILD, pipeline }, undefined).reason;
    expect([made(PIPELINE), made(null)]).toEqual([`made by ${PIPELINE}`, `made by ${BUILD}`]);
  });

  it("is the one of the region that the fleets are in, and there may be none", async () => {
    const amis = [{ region: "eu-west-1", image: OLD }];
    const here = world();
    await haveFleet(here, "web", { imageBuilder: PIPELINE }, null);
    const build = (more: readonly { region: string; image: string }[]) =>
      here.imageBuilder.on(GetImageCommand, { imageBuildVersionArn: BUILD }).resolves({
        image: { arn: BUILD, sourcePipelineArn: PIPELINE, outputResources: { amis: [...amis, ...more] } },
      });
    build([]);
    expect(await imagePublished(BUILT, here.context)).toMatchObject({
      reason: `${BUILD} has no image in us-east-1`,
    });
    build([{ region: "us-east-1", image: NEW }]);
    expect(await imagePublished(BUILT, here.context)).toMatchObject({ image: NEW });
  });
});

describe("evidence", () => {
  const claim = {
    eventId: "e1",
    source: "packer.build",
    region: "us-east-1",
    account: "123456789012",
    saidAt: 1,
    subject: { kind: "image" as const, image: NEW },
    fleet: null,
  };
  const image = {
    id: NEW,
    state: "available",
    createdAt: 1,
    owner: "123456789012",
    ownerAlias: null,
    own: true,
    build: null,
    pipeline: null,
  };
  const sizeOf = (evidence: unknown): number => Buffer.byteLength(JSON.stringify(evidence));
  /** Tags that make evidence of so many bytes. */
  const tagsOf = (bytes: number): Record<string, string> => {
    const tags: Record<string, string> = {};
    for (let number = 10; ; number += 1) {
      tags[`k${number}`] = "";
      const left = bytes - sizeOf({ claim, image: { ...image, tags } });
      if (left <= 256) return { ...tags, [`k${number}`]: "x".repeat(left) };
      tags[`k${number}`] = "x".repeat(200);
    }
  };

  it("of 8,192 bytes is kept whole, and of one more loses a tag", () => {
    expect(sizeOf(boundedEvidence(claim, { ...image, tags: tagsOf(8192) }))).toBe(8192);
    expect(boundedEvidence(claim, { ...image, tags: tagsOf(8193) }).image.tagsLeftOut).toBe(1);
  });

  it("without its tags is kept, however large it is", () => {
    const large = { ...claim, source: "x".repeat(9000) };
    expect(boundedEvidence(large, { ...image, tags: { role: "web" } }).image).toMatchObject({
      tags: {},
      tagsLeftOut: 1,
    });
  });
});

it("what is no object at all is malformed as an event", () => {
  expect(readImageEvent(7)).toMatchObject({
    kind: "malformed",
    reason: expect.stringMatching(/^event: /) as string,
  });
});
