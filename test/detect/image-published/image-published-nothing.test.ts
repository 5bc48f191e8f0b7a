import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { imagePublished } from "../../../src/detect/image-published/image-published.ts";
import { listEntries } from "../../../src/ledger/entries.ts";
import { BUILD, haveFleet, world } from "../../support/detect/image-published/world.ts";

const sample = (name: string): Record<string, unknown> & { detail: object } =>
  JSON.parse(readFileSync(new URL(`../../../events/in/${name}.json`, import.meta.url), "utf8"));
const AMI = sample("ec2-ami-state-change-available");
const PARAMETER = sample("ssm-parameter-store-change-update");
const PACKER = sample("packer-ami-published");
const BUILT = sample("imagebuilder-image-state-change-available");
const CHANNEL = { channel: "/immutable/web-prod/ami" };
const TAGS = { tags: { role: "web" } };

describe("imagePublished does nothing, and writes down why", () => {
  const nothing: [string, unknown, RegExp][] = [
    [
      "a malformed event",
      { ...AMI, detail: { ImageId: "i-1", State: "available" } },
      /^malformed event: detail\.ImageId: /,
    ],
    ["an event of nothing at all", undefined, /^malformed event: /],
    [
      "an image that failed",
      { ...AMI, detail: { ...AMI.detail, State: "failed" } },
      /^ignored event: the image is failed/,
    ],
    [
      "an image of another region",
      { ...PACKER, detail: { ...PACKER.detail, region: "eu-west-1" } },
      /^the image is in eu-west-1/,
    ],
    [
      "an image that does not exist",
      { ...AMI, detail: { ...AMI.detail, ImageId: "ami-00000000000000007" } },
      /^ami-00000000000000007 does not exist/,
    ],
    [
      "a parameter that is gone",
      { ...PARAMETER, detail: { name: "/gone", operation: "Update" } },
      /ParameterNotFound/,
    ],
    ["a fleet that is not declared", PACKER, /^fleet web-prod, which the event names, is not declared$/],
    ["an image that no fleet means", AMI, /^no declared fleet means ami-0abcdef1234567890$/],
  ];

  it.each(nothing)("about %s", async (_, event, reason) => {
    const here = world();
    const answer = await imagePublished(event, here.context);
    expect(answer).toMatchObject({ reason: expect.stringMatching(reason), fleets: [] });
    expect(await listEntries(here.ledger, null)).toMatchObject([
      { kind: "event", fleet: null, rollout: null, reason: answer.reason, actor: "image-published" },
    ]);
    expect(here.starts).toEqual([]);
  });

  it("about a parameter that holds something else", async () => {
    const here = world();
    here.channels.set(CHANNEL.channel, "nothing of the kind");
    expect(await imagePublished(PARAMETER, here.context)).toMatchObject({
      reason: "/immutable/web-prod/ami holds no image id",
    });
  });

  const HUGE = "x".repeat(200_000);
  it.each<[string, unknown]>([
    ["as a whole", { id: "e1", padding: HUGE }],
    ["in its id", { ...AMI, id: HUGE }],
    ["in its source", { ...AMI, source: HUGE }],
    ["in its type", { ...AMI, "detail-type": HUGE }],
    ["in its region", { ...AMI, region: HUGE }],
    ["in its state", { ...AMI, detail: { ...AMI.detail, State: HUGE } }],
    ["in the fleet it names", { ...PACKER, detail: { ...PACKER.detail, fleet: HUGE } }],
    ["in the region it names", { ...PACKER, detail: { ...PACKER.detail, region: HUGE } }],
    ["in the parameter it names", { ...PARAMETER, detail: { ...PARAMETER.detail, name: `/${HUGE}` } }],
    ["in the build it names", { ...BUILT, resources: [BUILD.replace("web-golden", HUGE)] }],
    ["in its number of faults", { ...BUILT, resources: [BUILD, ...Array.from(HUGE, () => 1)] }],
  ])("about an event that is huge %s, in an entry of 8 KB", async (_, event) => {
    const here = world();
    await haveFleet(here, "web", TAGS);
    await imagePublished(event, here.context);
    const entries = [...(await listEntries(here.ledger, null)), ...(await listEntries(here.ledger, "web"))];
    expect(entries).toHaveLength(1);
    expect(JSON.stringify(entries).length).toBeLessThan(8192);
    expect(here.starts).toEqual([]);
  });

  it("once, however often events say the same", async () => {
    const here = world();
    for (let count = 0; count < 40; count += 1)
      await imagePublished(
        { ...PACKER, id: `e${count}`, detail: { ...PACKER.detail, fleet: "nobody" } },
        here.context,
      );
    expect(await listEntries(here.ledger, null)).toHaveLength(1);
  });
});
