import { readFileSync } from "node:fs";
import { GetParametersCommand } from "@aws-sdk/client-ssm";
import { describe, expect, it } from "vitest";
import { imagePublished } from "../../../src/detect/image-published/image-published.ts";
import { listEntries } from "../../../src/ledger/entries.ts";
import { imageSource } from "../../../src/domain/decide/wanted.ts";
import { fleetSchema } from "../../../src/domain/declaration/fleet.ts";
import { readWanted } from "../../../src/ledger/wanted.ts";
import { liftQuarantine, quarantine } from "../../../src/ledger/image-verdicts.ts";
import {
  BUILD,
  haveFirst,
  haveFleet,
  NEW,
  NOW,
  OLD,
  OURS,
  PIPELINE,
  world,
} from "../../support/detect/image-published/world.ts";

const sample = (name: string): Record<string, unknown> & { detail: object } =>
  JSON.parse(readFileSync(new URL(`../../../events/in/${name}.json`, import.meta.url), "utf8"));
const AMI = sample("ec2-ami-state-change-available");
const PARAMETER = sample("ssm-parameter-store-change-update");
const PACKER = sample("packer-ami-published");
const BUILT = sample("imagebuilder-image-state-change-available");
const CHANNEL = { channel: "/immutable/web-prod/ami" };
const TAGS = { tags: { role: "web" } };

/** Where a declaration says that its image is named, as it is read. */
const sourceOf = (image: unknown): string => imageSource(fleetSchema.shape.image.parse(image));

describe("imagePublished starts a rollout", () => {
  it.each([
    ["of the fleet that follows the parameter", PARAMETER, CHANNEL],
    ["of the fleet whose channel holds the image by now", AMI, CHANNEL],
    ["of the fleet whose tags the image has", AMI, TAGS],
    ["of the fleet of the pipeline", BUILT, { imageBuilder: PIPELINE }],
    ["of the fleet of the build", BUILT, { imageBuilder: BUILD }],
    ["of the fleet whose tags the image of a build has", BUILT, TAGS],
  ])("%s", async (_, event, image) => {
    const here = world();
    await haveFleet(here, "web", image);
    const answer = await imagePublished(event, here.context);
    const [start] = here.starts;
    expect(start).toMatchObject({
      name: expect.stringMatching(/^web-ami-0abcdef1234567890-[0-9a-f]{12}$/),
      fleet: "web",
      decided: { reason: "image", image: NEW },
    });
    const source = sourceOf(image);
    expect((await readWanted(here.ledger, "web")).named).toMatchObject({
      image: NEW,
      source,
      by: `event ${String(event["id"])} from ${String(event["source"])}`,
      at: NOW,
      evidence: { claim: { saidAt: Date.UTC(2026, 10, 20, 10) } },
    });
    const reason = `${source} names ${NEW}, generation 1 runs ${OLD}`;
    expect(answer.fleets).toEqual([{ fleet: "web", rollout: start?.name, reason }]);
    expect(await listEntries(here.ledger, "web")).toMatchObject([
      { kind: "decision", action: "start-rollout", subject: NEW, reason, rollout: start?.name, at: NOW },
    ]);
  });

  it("of every fleet concerned, with one read of a channel that many follow", async () => {
    const here = world();
    for (const fleet of ["api", "jobs", "web"]) await haveFleet(here, fleet, CHANNEL);
    await haveFleet(here, "other", { tags: { role: "db" } });
    await imagePublished(AMI, here.context);
    expect(here.starts.map(({ fleet }) => fleet).sort()).toEqual(["api", "jobs", "web"]);
    expect(here.ssm.commandCalls(GetParametersCommand)).toHaveLength(1);
    expect(await listEntries(here.ledger, "other")).toEqual([]);
  });

  it("only of the fleet that Packer's event names", async () => {
    const here = world();
    await haveFleet(here, "web-prod", TAGS);
    await haveFleet(here, "web-dev", TAGS);
    await imagePublished(PACKER, here.context);
    expect(here.starts.map(({ fleet }) => fleet)).toEqual(["web-prod"]);
  });

  it("of a fleet that runs nothing yet and says how large it begins, or an image that is gone", async () => {
    const here = world();
    await haveFirst(here, "first", TAGS);
    await haveFleet(here, "gone", TAGS, "ami-00000000000000009");
    await imagePublished(AMI, here.context);
    expect(here.starts.map(({ fleet }) => fleet).sort()).toEqual(["first", "gone"]);
  });

  it("to an older image when a channel is set back to it: a channel means what it says", async () => {
    const here = world();
    await haveFleet(here, "web", CHANNEL, NEW);
    here.channels.set(CHANNEL.channel, OLD);
    await imagePublished(PARAMETER, here.context);
    expect(here.starts).toMatchObject([{ decided: { image: OLD } }]);
  });

  it("again when its quarantine was lifted", async () => {
    const here = world();
    await haveFleet(here, "web", TAGS);
    await quarantine(here.ledger, {
      imageId: NEW,
      reach: null,
      fleet: "web",
      rollout: "r",
      reason: "bad",
      at: 1,
    });
    await liftQuarantine(here.ledger, {
      imageId: NEW,
      reach: null,
      by: "ada",
      reason: "was the network",
      at: 2,
    });
    await imagePublished(AMI, here.context);
    expect(here.starts).toHaveLength(1);
  });
});

describe("imagePublished leaves a fleet as it is, and says why", () => {
  it.each([
    ["nobody has read yet which is the newest", null],
    ["the newest is known", NEW],
  ])("when it has the tags and is older than another, and %s", async (_, known) => {
    const here = world();
    await haveFleet(here, "web", TAGS, NEW);
    if (known !== null) await imagePublished(AMI, here.context);
    const { fleets } = await imagePublished(
      { ...AMI, detail: { ...AMI.detail, ImageId: OLD } },
      here.context,
    );
    expect([fleets.map(({ rollout }) => rollout), here.starts]).toEqual([[null], []]);
    expect((await readWanted(here.ledger, "web")).named?.image ?? null).toBe(known);
    expect((await listEntries(here.ledger, "web")).map(({ action }) => action)).toContain("leave");
  });

  it("when it runs nothing yet and does not say how large it begins", async () => {
    const here = world();
    await haveFleet(here, "web", TAGS, null);
    const { fleets } = await imagePublished(AMI, here.context);
    expect(fleets).toMatchObject([{ rollout: null, reason: expect.stringMatching(/^the fleet has no gen/) }]);
    expect(here.starts).toEqual([]);
  });

  it("when it runs the image already", async () => {
    const here = world();
    await haveFleet(here, "web", TAGS, NEW);
    const { fleets } = await imagePublished(AMI, here.context);
    expect(fleets).toEqual([
      { fleet: "web", rollout: null, reason: expect.stringMatching(`^every server runs ${NEW} `) },
    ]);
  });

  it("when the image is quarantined", async () => {
    const here = world();
    await haveFleet(here, "web", TAGS);
    await quarantine(here.ledger, {
      imageId: NEW,
      reach: null,
      fleet: "web",
      rollout: "r",
      reason: "2 of 6",
      at: 1,
    });
    const { fleets } = await imagePublished(AMI, here.context);
    expect(fleets).toEqual([
      { fleet: "web", rollout: null, reason: expect.stringMatching(`^${NEW} is quarantined: 2 of 6; `) },
    ]);
    expect(here.starts).toEqual([]);
  });

  it("when the image cannot be launched, whatever the event says", async () => {
    const here = world();
    await haveFleet(here, "web", TAGS);
    here.images.set(NEW, {
      ImageId: NEW,
      State: "disabled",
      OwnerId: OURS,
      CreationDate: "2026-11-20T09:00:00.000Z",
      Tags: [{ Key: "role", Value: "web" }],
    });
    const { fleets } = await imagePublished(AMI, here.context);
    expect(fleets).toMatchObject([{ rollout: null, reason: `${NEW} is disabled, not available` }]);
  });

  it("when Packer's event names it and its declaration does not mean the image", async () => {
    const here = world();
    await haveFleet(here, "web-prod", { tags: { role: "db" } });
    const { fleets } = await imagePublished(PACKER, here.context);
    expect(fleets).toEqual([
      {
        fleet: "web-prod",
        rollout: null,
        reason: `the event names this fleet, whose declaration does not mean ${NEW}: it lacks the tags role=db`,
      },
    ]);
    expect(here.starts).toEqual([]);
  });
});
