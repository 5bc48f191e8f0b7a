import { expect, test } from "vitest";
import { ownerFault } from "../../../src/rollout/declared/owner-fault.ts";
import { fakeNaming, naming } from "../../support/rollout/fake-naming.ts";

const IMAGE = { id: "ami-1", owner: "210987654321", ownerAlias: null };

/** Why an image is of nobody whose images count, and whether AWS was asked. */
async function faultOf(image: unknown, owned: typeof IMAGE | object = {}, own = false) {
  const { aws, sent } = fakeNaming({
    DescribeImages: () => ({ Images: own ? [{ ImageId: "ami-1" }] : [] }),
  });
  const fault = await ownerFault(naming("web", image).image, { ...IMAGE, ...owned }, aws.ec2);
  return { fault, asked: sent.length };
}
const TAGS = { role: "web" };

test("only a choice by tags asks whose an image is", async () => {
  expect(await faultOf({ channel: "/images/web" })).toEqual({ fault: null, asked: 0 });
});

test("an owner is named by account or alias, and AWS says which images are one's own", async () => {
  expect(await faultOf({ tags: TAGS, owners: ["210987654321"] })).toEqual({ fault: null, asked: 0 });
  const amazon = { ownerAlias: "amazon" };
  expect(await faultOf({ tags: TAGS, owners: ["amazon"] }, amazon)).toEqual({ fault: null, asked: 0 });
  expect(await faultOf({ tags: TAGS }, {}, true)).toEqual({ fault: null, asked: 1 });
});

test("an image of anybody else is refused with who counts and what to do", async () => {
  expect((await faultOf({ tags: TAGS, owners: ["self", "amazon"] })).fault).toBe(
    "ami-1 is of account 210987654321, and only images of self, amazon count: declare its owner in image.owners, or copy it",
  );
  expect(await faultOf({ tags: TAGS, owners: ["amazon"] }, {}, true)).toMatchObject({
    fault: expect.any(String),
    asked: 0,
  });
});
