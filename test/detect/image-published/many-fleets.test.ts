import { readFileSync } from "node:fs";
import { DescribeImagesCommand } from "@aws-sdk/client-ec2";
import { GetParameterCommand, GetParametersCommand } from "@aws-sdk/client-ssm";
import { describe, expect, it } from "vitest";
import { imagePublished } from "../../../src/detect/image-published/image-published.ts";
import { Throttled } from "../../../src/errors/errors.ts";
import { haveFleet, NEW, world } from "../../support/detect/image-published/world.ts";

const PARAMETER: unknown = JSON.parse(
  readFileSync(new URL("../../../events/in/ssm-parameter-store-change-update.json", import.meta.url), "utf8"),
);
const CHANNEL = { channel: "/immutable/web-prod/ami" };
const TAGS = { tags: { role: "web" } };
const FLEETS = 1300;

const names = (count: number) => Array.from({ length: count }, (_, index) => `f${index}`);

async function haveFleets(here: ReturnType<typeof world>): Promise<void> {
  for (const name of names(FLEETS)) await haveFleet(here, name, CHANNEL);
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
  it("are all replaced, with one read of their channel, and few starts at once", async () => {
    const here = world();
    await haveFleets(here);
    const { seen, context } = watchStarts(here);
    const answer = await imagePublished(PARAMETER, context);
    expect(answer.fleets).toHaveLength(FLEETS);
    expect(new Set(here.starts.map(({ fleet }) => fleet)).size).toBe(FLEETS);
    expect(
      here.ec2.commandCalls(DescribeImagesCommand).map(({ args: [{ input }] }) => input.ImageIds),
    ).toEqual([[NEW]]);
    expect(here.ssm.commandCalls(GetParameterCommand)).toHaveLength(1);
    expect(here.ssm.commandCalls(GetParametersCommand)).toHaveLength(1);
    expect(seen.most).toBe(10);
  });

  it("by tags are all replaced, with one read of which image is the newest", async () => {
    const here = world();
    for (const name of names(FLEETS)) await haveFleet(here, name, TAGS);
    await imagePublished(PARAMETER, here.context);
    expect(here.starts).toHaveLength(FLEETS);
    const asked = here.ec2.commandCalls(DescribeImagesCommand).map(({ args: [{ input }] }) => input);
    expect(asked.filter(({ Filters }) => Filters !== undefined)).toHaveLength(1);
    expect(asked).toHaveLength(3);
  });

  it("get a second try for those alone that could not be started", async () => {
    const here = world();
    await haveFleets(here);
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
