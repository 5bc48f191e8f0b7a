import { readFileSync } from "node:fs";
import { DescribeImagesCommand } from "@aws-sdk/client-ec2";
import { GetImageCommand } from "@aws-sdk/client-imagebuilder";
import { GetParameterCommand, GetParametersCommand } from "@aws-sdk/client-ssm";
import { describe, expect, it } from "vitest";
import type { ImagePublishedContext } from "../../../src/detect/image-published/context.ts";
import { imagePublished } from "../../../src/detect/image-published/image-published.ts";
import { Throttled } from "../../../src/errors/errors.ts";
import { listEntries } from "../../../src/ledger/entries.ts";
import { FLEETS_PARTITION } from "../../../src/ledger/keys.ts";
import { readWanted } from "../../../src/ledger/wanted.ts";
import { BUILD, haveFleet, NOW, world } from "../../support/detect/image-published/world.ts";

const sample = (name: string): Record<string, unknown> & { detail: object } =>
  JSON.parse(readFileSync(new URL(`../../../events/in/${name}.json`, import.meta.url), "utf8"));
const AMI = sample("ec2-ami-state-change-available");
const PARAMETER = sample("ssm-parameter-store-change-update");
const BUILT = sample("imagebuilder-image-state-change-available");
const TAGS = { tags: { role: "web" } };

describe("imagePublished and an event that comes again", () => {
  it("starts nothing twice, and says which execution it is", async () => {
    const here = world();
    await haveFleet(here, "web", TAGS);
    await imagePublished(AMI, here.context);
    const { fleets } = await imagePublished(AMI, here.context);
    expect(here.starts).toHaveLength(1);
    expect(fleets).toMatchObject([{ fleet: "web", rollout: here.starts[0]?.name }]);
    expect(await listEntries(here.ledger, "web")).toHaveLength(1);
  });

  it("starts what was not started, when the start failed", async () => {
    const here = world();
    await haveFleet(here, "web", TAGS);
    const down = { start: () => Promise.reject(new Throttled("slow down")) };
    await expect(imagePublished(AMI, { ...here.context, starter: down })).rejects.toThrow("slow down");
    await imagePublished(AMI, here.context);
    expect(here.starts).toHaveLength(1);
  });

  it("starts the same execution again when it died before it knew that it had started it", async () => {
    const here = world();
    await haveFleet(here, "web", TAGS);
    const asked: string[] = [];
    const starter: ImagePublishedContext["starter"] = {
      start: async (machine, name, input) => {
        asked.push(name);
        await here.context.starter.start(machine, name, input);
        throw new Error("the answer was lost");
      },
    };
    const deliveredAt = (now: number) =>
      imagePublished(AMI, { ...here.context, starter, clock: { ...here.context.clock, now: () => now } });
    await expect(deliveredAt(NOW)).rejects.toThrow("lost");
    await expect(deliveredAt(NOW + 60_000)).rejects.toThrow("lost");
    expect(asked).toEqual([asked[0], asked[0]]);
    expect(here.starts).toHaveLength(1);
  });

  it("goes by the instant at which it was taken, whatever the event says", async () => {
    const here = world();
    await haveFleet(here, "web", TAGS);
    await imagePublished({ ...AMI, time: "9999-12-31T23:59:59Z" }, here.context);
    expect((await readWanted(here.ledger, "web")).named).toMatchObject({
      at: NOW,
      evidence: { claim: { saidAt: Date.UTC(9999, 11, 31, 23, 59, 59) } },
    });
  });
});

describe("imagePublished and failures", () => {
  it.each<[string, unknown, (here: ReturnType<typeof world>) => unknown]>([
    ["the image", AMI, ({ ec2 }) => ec2.on(DescribeImagesCommand).rejects(new Throttled("slow down"))],
    [
      "the build",
      BUILT,
      ({ imageBuilder }) =>
        imageBuilder.on(GetImageCommand, { imageBuildVersionArn: BUILD }).rejects(new Throttled("slow down")),
    ],
    [
      "the parameter",
      PARAMETER,
      ({ ssm }) => ssm.on(GetParameterCommand).rejects(new Throttled("slow down")),
    ],
  ])("throws when %s cannot be read, so that the event comes again", async (_, event, breakDown) => {
    const here = world();
    await haveFleet(here, "web", TAGS);
    breakDown(here);
    await expect(imagePublished(event, here.context)).rejects.toMatchObject({ name: "Throttled" });
    expect(here.starts).toEqual([]);
  });

  it("gives every fleet its turn before it throws", async () => {
    const here = world();
    await haveFleet(here, "a-channel", { channel: "/images/throttled" });
    await haveFleet(here, "web", TAGS);
    here.ssm.on(GetParametersCommand).rejects(new Throttled("slow down"));
    await expect(imagePublished(AMI, here.context)).rejects.toMatchObject({ name: "Throttled" });
    expect(here.starts.map(({ fleet }) => fleet)).toEqual(["web"]);
  });

  it("gives all failures when there are several, and each message once", async () => {
    const here = world();
    await haveFleet(here, "one", { channel: "/images/one" });
    await haveFleet(here, "two", { channel: "/images/two" });
    here.ssm.on(GetParametersCommand).rejects(new Throttled("slow down"));
    const error: unknown = await imagePublished(AMI, here.context).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(AggregateError);
    expect(error).toMatchObject({
      errors: [{ name: "Throttled" }, { name: "Throttled" }],
      message: expect.stringMatching(/failed for 2 fleets: slow down$/),
    });
  });

  it("is not stopped by a declaration that cannot be read, and tells that fleet", async () => {
    const here = world();
    await haveFleet(here, "web", TAGS);
    await here.ledger.put(
      { partition: FLEETS_PARTITION, sort: "broken", schema: 1, body: { declaration: {} } },
      "absent",
    );
    await imagePublished(AMI, here.context);
    expect(here.starts.map(({ fleet }) => fleet)).toEqual(["web"]);
    expect(await listEntries(here.ledger, "broken")).toMatchObject([
      { kind: "event", reason: expect.stringMatching(/^nobody can say whether an event concerns/) },
    ]);
  });
});
