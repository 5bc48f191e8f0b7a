import { describe, expect, it } from "vitest";
import { imageBelongs } from "../../../src/detect/image-published/published-image.ts";

const ARN = "arn:aws:imagebuilder:us-east-1:123456789012";
const image = {
  id: "ami-00000000000000002",
  state: "available",
  createdAt: 2000,
  tags: { role: "web", stage: "prod" },
  owner: "123456789012",
  ownerAlias: null,
  own: true,
  build: `${ARN}:image/web-golden/1.0.0/12`,
  pipeline: `${ARN}:image-pipeline/web`,
};

describe("imageBelongs", () => {
  it("goes by what the channel holds now", () => {
    const declared = { channel: "/images/web" };
    expect(imageBelongs(declared, image, image.id)).toEqual({
      belongs: true,
      reason: "/images/web holds ami-00000000000000002",
    });
    expect(imageBelongs(declared, image, "ami-00000000000000001").belongs).toBe(false);
    expect(imageBelongs(declared, image, undefined)).toEqual({
      belongs: false,
      reason: "/images/web holds nothing",
    });
  });

  it.each([
    [`${ARN}:image-pipeline/web`, true],
    [`${ARN}:image/web-golden/1.0.0/12`, true],
    [`${ARN}:image/web-golden/1.0.0`, true],
    [`${ARN}:image/web-golden`, true],
    [`${ARN}:image-pipeline/we`, false],
    [`${ARN}:image/web-golden/1.0.0/1`, false],
    [`${ARN}:image/web-gold`, false],
  ])("goes by the build for %s: %s", (imageBuilder, belongs) => {
    expect(imageBelongs({ imageBuilder }, image, undefined).belongs).toBe(belongs);
  });

  it("cannot say whose an image is when no build is known of it", () => {
    const unknown = { ...image, build: null, pipeline: null };
    expect(imageBelongs({ imageBuilder: `${ARN}:image-pipeline/web` }, unknown, undefined)).toEqual({
      belongs: false,
      reason: "no build is known of it",
    });
  });

  it("wants every declared tag", () => {
    expect(imageBelongs({ tags: { role: "web" }, owners: ["self"] }, image, undefined).belongs).toBe(true);
    expect(
      imageBelongs({ tags: { role: "web", stage: "dev", os: "al" }, owners: ["self"] }, image, undefined),
    ).toEqual({
      belongs: false,
      reason: "it lacks the tags stage=dev, os=al",
    });
  });

  it.each([
    [["self"], { own: true }, true],
    [["self"], { own: false }, false],
    [["self"], { own: null }, false],
    [["123456789012"], { own: null }, true],
    [["amazon"], { own: false, ownerAlias: "amazon" }, true],
    [["amazon", "210987654321"], {}, false],
  ])("counts only images of the declared owners: %j, %j", (owners, whose, belongs) => {
    const declared = { tags: { role: "web" }, owners };
    expect(imageBelongs(declared, { ...image, ...whose }, undefined)).toMatchObject({
      belongs,
      ...(!belongs && { foreign: true }),
    });
  });
});
