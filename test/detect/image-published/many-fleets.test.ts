import { readFileSync } from "node:fs";
import { DescribeImagesCommand } from "@aws-sdk/client-ec2";
import { GetParameterCommand } from "@aws-sdk/client-ssm";
import { describe, expect, it } from "vitest";
import { imagePublished } from "../../../src/detect/image-published/image-published.ts";
import { Rejected, Throttled } from "../../../src/errors/errors.ts";
import { haveFleet, NEW, OLD, world } from "../../support/detect/image-published/world.ts";

const PARAMETER: unknown = JSON.parse(
  readFileSync(new URL("../../../events/in/ssm-parameter-store-change-update.json", import.meta.url), "utf8"),
);
const CHANNEL = { channel: "/immutable/web-prod/ami" };
const TAGS = { tags: { role: "web" } };
const FLEETS = 1300;

const names = (count: number) => Array.from({ length: count }, (_, index) => `f${index}`);
const imageOf = (index: number) => `ami-${index.toString(16).padStart(17, "0")}`;

async function haveFleets(here: ReturnType<typeof world>, liveOf: (index: number) => string): Promise<void> {
  for (const [index, name] of names(FLEETS).entries()) await haveFleet(here, name, CHANNEL, liveOf(index));
}

/** The starter of a world, with how many starts were under way at most. */
function watchStarts({ context }: ReturnType<typeof world>) {
  const seen = { underWay: 0, most: 0 };
  const start: typeof context.starter.start = async (machine, name, input) => {
    seen.underWay += 1;
    seen.most = Math.max(seen.most, seen.underWay);
    await new Promise((resolve) => setImmediate(resolve));
    seen.underWay -= 1;
    return context.starter.start(machine, name, input);
  };
  return { seen, context: { ...context, starter: { start } } };
}

describe("1,300 fleets of one channel, and one event", () => {
  it("are all replaced, with one read of all they run, and few starts at once", async () => {
    const here = world();
    await haveFleets(here, () => OLD);
    const { seen, context } = watchStarts(here);
    const answer = await imagePublished(PARAMETER, context);
    expect(answer.fleets).toHaveLength(FLEETS);
    expect(new Set(here.starts.map(({ fleet }) => fleet)).size).toBe(FLEETS);
    expect(
      here.ec2.commandCalls(DescribeImagesCommand).map(({ args: [{ input }] }) => input.ImageIds),
    ).toEqual([[NEW], [OLD]]);
    expect(here.ssm.commandCalls(GetParameterCommand)).toHaveLength(2);
    expect(seen.most).toBe(10);
  });

  it("are all replaced when each runs another image, 200 of which are read in one call", async () => {
    const here = world();
    const [template] = [here.images.get(OLD)];
    for (const [index] of names(FLEETS).entries()) {
      if (template) here.images.set(imageOf(index), { ...template, ImageId: imageOf(index) });
    }
    await haveFleets(here, imageOf);
    await imagePublished(PARAMETER, here.context);
    expect(here.starts).toHaveLength(FLEETS);
    const asked = here.ec2
      .commandCalls(DescribeImagesCommand)
      .map(({ args: [{ input }] }) => input.ImageIds?.length);
    expect(asked).toEqual([1, 200, 200, 200, 200, 200, 200, 100]);
  });

  it("get a second try for those alone that could not be started", async () => {
    const here = world();
    await haveFleets(here, () => OLD);
    const start: typeof here.context.starter.start = async (machine, name, input) => {
      if (input.fleet.endsWith("7")) throw new Throttled("slow down");
      return here.context.starter.start(machine, name, input);
    };
    await expect(imagePublished(PARAMETER, { ...here.context, starter: { start } })).rejects.toThrow(
      /failed for 130 fleets: slow down$/,
    );
    expect(here.starts).toHaveLength(FLEETS - 130);
    await imagePublished(PARAMETER, here.context);
    expect(here.starts).toHaveLength(FLEETS);
  });
});

describe("an image that EC2 refuses to describe", () => {
  it("fails its fleet alone", async () => {
    const here = world();
    await haveFleet(here, "web", TAGS);
    await haveFleet(here, "gone", TAGS, "ami-00000000000000009");
    await haveFleet(here, "odd", TAGS, "ami-odd");
    const known = here.images;
    here.ec2.on(DescribeImagesCommand).callsFake(({ ImageIds = [] }: { ImageIds?: string[] }) => {
      if (ImageIds.includes("ami-odd")) throw new Rejected("InvalidAMIID.Malformed: ami-odd");
      return { Images: ImageIds.flatMap((id) => known.get(id) ?? []) };
    });
    await expect(imagePublished(PARAMETER, here.context)).rejects.toThrow("InvalidAMIID.Malformed");
    expect(here.starts.map(({ fleet }) => fleet).sort()).toEqual(["gone", "web"]);
  });

  it("fails all who need it, when EC2 answers nothing, and starts who do not", async () => {
    const here = world();
    await haveFleet(here, "web", TAGS);
    await haveFleet(here, "api", TAGS);
    await haveFleet(here, "first", TAGS, null);
    here.ec2.on(DescribeImagesCommand, { ImageIds: [OLD] }).rejects(new Throttled("slow down"));
    await expect(imagePublished(PARAMETER, here.context)).rejects.toThrow(/failed for 2 fleets: slow down$/);
    expect(here.starts.map(({ fleet }) => fleet)).toEqual(["first"]);
  });
});
