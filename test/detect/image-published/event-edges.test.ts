import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { imagePublished } from "../../../src/detect/image-published/image-published.ts";
import { openImagePublishedContext } from "../../../src/detect/image-published/open-context.ts";
import { readImageEvent } from "../../../src/detect/image-published/read-image-event.ts";
import { answeringRuntime } from "../../support/detect/answering-runtime.ts";

const sample = (name: string): Record<string, unknown> =>
  JSON.parse(readFileSync(new URL(`../../../events/in/${name}.json`, import.meta.url), "utf8")) as Record<
    string,
    unknown
  >;
const AMI = sample("ec2-ami-state-change-available");
const BUILT = sample("imagebuilder-image-state-change-available");
const BUILD = "arn:aws:imagebuilder:us-east-1:123456789012:image/web-golden/1.0.0/12";

test.each(["1123456789012", "123456789012x", "x123456789012"])("an account %s is none", (account) => {
  expect(readImageEvent({ ...AMI, account })).toMatchObject({
    kind: "malformed",
    reason: "account: must be 12 digits",
  });
});

test("a build's ARN is taken with a number of any length, and with nothing beside it", () => {
  const read = (arn: string) => readImageEvent({ ...BUILT, resources: [arn] }).kind;
  expect([BUILD, `x${BUILD}`, `${BUILD}x`, BUILD.replace("/12", "/")].map(read)).toEqual([
    "claim",
    "malformed",
    "malformed",
    "malformed",
  ]);
});

test("its calls are tried again when they are throttled, after a pause", async () => {
  const { runtime, sent, pauses } = answeringRuntime(1);
  const context = openImagePublishedContext(runtime);
  expect(Object.keys(context.aws).sort()).toEqual(["ec2", "imageBuilder", "ssm"]);
  expect(context).toMatchObject({ region: "us-east-1", starter: runtime.starter, ledger: runtime.ledger });
  expect((await imagePublished({ ...AMI, region: "us-east-1" }, context)).fleets).toEqual([]);
  expect([sent, pauses]).toEqual([["DescribeImages", "DescribeImages"], [125]]);
});

test("a runtime need not bring middleware", () => {
  const { middleware: _none, ...runtime } = answeringRuntime().runtime;
  expect(openImagePublishedContext(runtime).region).toBe("us-east-1");
});
