import { readFileSync } from "node:fs";
import { DescribeImagesCommand } from "@aws-sdk/client-ec2";
import { describe, expect, it } from "vitest";
import { imagePublished } from "../../../src/detect/image-published/image-published.ts";
import { haveFleet, NEW, THEIRS, world } from "../../support/detect/image-published/world.ts";

const sample = (name: string): Record<string, unknown> & { detail: object } =>
  JSON.parse(readFileSync(new URL(`../../../events/in/${name}.json`, import.meta.url), "utf8"));
const AMI = sample("ec2-ami-state-change-available");
const PARAMETER = sample("ssm-parameter-store-change-update");
const PACKER = sample("packer-ami-published");
const CHANNEL = { channel: "/immutable/web-prod/ami" };
const TAGS = { tags: { role: "web" } };

describe("imagePublished and an image of another account with the fleet's tags", () => {
  const foreign = (here: ReturnType<typeof world>, more: object = {}) => {
    const image = here.images.get(NEW);
    if (image) here.images.set(NEW, { ...image, OwnerId: THEIRS, ...more });
  };
  const note = `it has the declared tags, but is of account ${THEIRS}, and only images of self count`;

  it.each([
    ["says so", AMI, `the declaration does not mean ${NEW}: ${note}`],
    [
      "says so of the fleet that the event names",
      PACKER,
      `the event names this fleet, whose declaration does not mean ${NEW}: ${note}`,
    ],
    [
      "does not go by the account that the event says",
      { ...PACKER, account: THEIRS },
      `the event names this fleet, whose declaration does not mean ${NEW}: ${note}`,
    ],
  ])("leaves the fleet as it is and %s", async (_, event, reason) => {
    const here = world();
    foreign(here);
    await haveFleet(here, "web-prod", TAGS);
    const { fleets } = await imagePublished(event, here.context);
    expect(fleets).toEqual([{ fleet: "web-prod", rollout: null, reason }]);
    expect(here.starts).toEqual([]);
  });

  it.each([
    ["its account", ["self", THEIRS], {}],
    ["its alias", ["amazon"], { ImageOwnerAlias: "amazon" }],
  ])("takes it when the declaration names %s", async (_, owners, more) => {
    const here = world();
    foreign(here, more);
    await haveFleet(here, "web", { ...TAGS, owners });
    await imagePublished(AMI, here.context);
    expect(here.starts.map(({ fleet }) => fleet)).toEqual(["web"]);
  });

  it("leaves an own image when the declaration names others alone", async () => {
    const here = world();
    await haveFleet(here, "web", { ...TAGS, owners: [THEIRS] });
    await imagePublished(AMI, here.context);
    expect(here.starts).toEqual([]);
  });

  it("goes by what a channel holds, whosever it is: who writes there decides", async () => {
    const here = world();
    foreign(here);
    await haveFleet(here, "web", CHANNEL);
    await imagePublished(PARAMETER, here.context);
    expect(here.starts).toHaveLength(1);
  });

  it("asks whose the image is only where a fleet chooses by tags", async () => {
    const here = world();
    await haveFleet(here, "web", CHANNEL, NEW);
    await imagePublished(PARAMETER, here.context);
    const asked = here.ec2.commandCalls(DescribeImagesCommand).map(({ args: [{ input }] }) => input.Owners);
    expect(asked).toEqual([undefined]);
  });
});
