import { expect, it } from "vitest";
import { packagedResources } from "../support/package/packaged.ts";

const resources = await packagedResources();

it("nothing says twice that a function needs its role (cfn-lint W3005)", () => {
  const twice = Object.entries(resources).filter(
    ([, { Type, DependsOn }]) =>
      Type === "AWS::Lambda::Function" && DependsOn.some((name) => name.includes("IamRole")),
  );
  expect(twice.map(([name]) => name)).toEqual([]);
});

it("the deployment's bucket is nobody else's (checkov CKV_AWS_53 to 56)", () => {
  const bucket = Object.values(resources).find(({ Type }) => Type === "AWS::S3::Bucket");
  expect(bucket?.Properties["PublicAccessBlockConfiguration"]).toEqual({
    BlockPublicAcls: true,
    BlockPublicPolicy: true,
    IgnorePublicAcls: true,
    RestrictPublicBuckets: true,
  });
});
