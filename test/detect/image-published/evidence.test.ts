import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { boundedEvidence } from "../../../src/detect/image-published/evidence.ts";
import { imagePublished } from "../../../src/detect/image-published/image-published.ts";
import { readWanted } from "../../../src/ledger/wanted.ts";
import { haveFleet, NEW, world } from "../../support/detect/image-published/world.ts";

const claim = {
  eventId: "e1",
  source: "packer.build",
  region: "us-east-1",
  account: "123456789012",
  saidAt: 1,
  subject: { kind: "image" as const, image: NEW },
  fleet: null,
};
const whose = { owner: "123456789012", ownerAlias: null, own: true };
const image = { id: NEW, state: "available", createdAt: 1, ...whose, build: null, pipeline: null };
const tags = (count: number, value: string) =>
  Object.fromEntries(Array.from({ length: count }, (_, index) => [`key-${index}`, value]));
const sizeOf = (evidence: unknown) => Buffer.byteLength(JSON.stringify(evidence));

describe("boundedEvidence", () => {
  it("keeps what is small as it is", () => {
    const small = { ...image, tags: { role: "web" } };
    expect(boundedEvidence(claim, small)).toEqual({ claim, image: small });
  });

  it("keeps fifty tags and says how many it left out", () => {
    const { image: kept } = boundedEvidence(claim, { ...image, tags: tags(60, "a") });
    expect(kept.tagsLeftOut).toBe(10);
    expect(Object.keys(kept.tags)).toHaveLength(50);
  });

  it("cuts a value to 256 characters", () => {
    const { image: kept } = boundedEvidence(claim, { ...image, tags: { role: "a".repeat(300) } });
    expect(kept.tags["role"]).toBe("a".repeat(256));
  });

  it.each(["a", "\u20ac", '"', "\u0001"])("is at most 8 KB with tags full of %j", (letter) => {
    const evidence = boundedEvidence(claim, { ...image, tags: tags(50, letter.repeat(256)) });
    expect(sizeOf(evidence)).toBeLessThanOrEqual(8192);
    expect(sizeOf(evidence)).toBeGreaterThan(6000);
  });
});

it("what is kept of an image with tags as large as any is small", async () => {
  const here = world();
  await haveFleet(here, "web", { tags: { role: "web" } });
  const found = here.images.get(NEW);
  const huge = Object.entries(tags(1000, "x".repeat(400))).map(([Key, Value]) => ({ Key, Value }));
  if (found) here.images.set(NEW, { ...found, Tags: [...found.Tags, ...huge] });
  const event: unknown = JSON.parse(
    readFileSync(new URL("../../../events/in/ec2-ami-state-change-available.json", import.meta.url), "utf8"),
  );
  await imagePublished(event, here.context);
  expect(here.starts).toHaveLength(1);
  const { evidence } = (await readWanted(here.ledger, "web")).named ?? {};
  expect(evidence).toMatchObject({ image: { tags: { role: "web" } } });
  expect(sizeOf(evidence)).toBeLessThanOrEqual(8192);
});
