import { describe, expect, test } from "vitest";
import { driftOf, expectationsOf } from "../../../src/domain/drift/drift-kinds.ts";
import type { LaunchFacts, ServerFacts } from "../../../src/domain/drift/server-facts.ts";
import { launch, server } from "../../support/domain/servers.ts";

const found = (launched: Partial<LaunchFacts>, shown: Partial<ServerFacts>) =>
  Object.fromEntries(driftOf(expectationsOf(launch(launched)), server(shown)));
const one = (kind: string, field: string, expected: string, observed: string) => ({
  [kind]: [{ field, expected, observed }],
});
const { tags } = server();
const options = {
  httpEndpoint: "enabled",
  httpTokens: "required",
  hopLimit: 2,
  instanceMetadataTags: "disabled",
};
const arn = (name: string) => `arn:aws:iam::123456789012:instance-profile/${name}`;

test("a server that is as it was launched has drifted in nothing", () => {
  expect(found({}, {})).toEqual({});
});

describe("a server that differs in one thing is told by that alone: field, expected, observed", () => {
  test.each<[string, Partial<LaunchFacts>, Partial<ServerFacts>, object]>([
    [
      "its root volume was replaced by that of another image",
      {},
      { image: "ami-0bbb" },
      one("image", "image", "ami-0aaa", "ami-0bbb"),
    ],
    [
      "it was launched from another version of the template",
      {},
      { tags: { ...tags, "aws:ec2launchtemplate:version": "6" } },
      one("template-version", "template version", "7", "6"),
    ],
    [
      "it was attached to the group and launched from no template",
      { tags: {} },
      { tags: {} },
      one("template-version", "template version", "7", "none"),
    ],
    [
      "it was stopped and made larger",
      {},
      { instanceType: "t3.large" },
      one("instance-type", "instance type", "t3.small", "t3.large"),
    ],
    [
      "it is of a type that the group may not mix in",
      { instanceTypes: ["c5.large", "m5.large"] },
      { instanceType: "m5.xlarge" },
      one("instance-type", "instance type", "c5.large or m5.large", "m5.xlarge"),
    ],
    [
      "it is in a subnet that is not the group's",
      {},
      { subnet: "subnet-c" },
      one("subnet", "subnet", "subnet-a or subnet-b", "subnet-c"),
    ],
    [
      "a security group was added",
      {},
      { securityGroups: ["sg-web", "sg-x", "sg-db"] },
      one("security-groups", "security group sg-x", "absent", "present"),
    ],
    [
      "a security group was taken away",
      {},
      { securityGroups: ["sg-web"] },
      one("security-groups", "security group sg-db", "present", "absent"),
    ],
    [
      "it has another instance profile",
      {},
      { instanceProfile: arn("admin") },
      one("instance-profile", "instance profile", "web", "admin"),
    ],
    [
      "its instance profile was taken away",
      { instanceProfile: arn("web") },
      { instanceProfile: null },
      one("instance-profile", "instance profile", "web", "none"),
    ],
    [
      "it was given an instance profile",
      { instanceProfile: null },
      { instanceProfile: arn("admin") },
      one("instance-profile", "instance profile", "none", "admin"),
    ],
    ["it has another key pair", {}, { keyPair: "mine" }, one("key-pair", "key pair", "deploy", "mine")],
    ["it has no key pair", {}, { keyPair: null }, one("key-pair", "key pair", "deploy", "none")],
    [
      "it has a key pair",
      { keyPair: null },
      { keyPair: "mine" },
      one("key-pair", "key pair", "none", "mine"),
    ],
    [
      "detailed monitoring is off",
      {},
      { monitoring: false },
      one("monitoring", "monitoring", "detailed", "basic"),
    ],
    [
      "detailed monitoring is on",
      { monitoring: false },
      { monitoring: true },
      one("monitoring", "monitoring", "basic", "detailed"),
    ],
    [
      "its metadata can be read without a token",
      {},
      { metadataOptions: { ...options, httpTokens: "optional" } },
      one("metadata-options", "metadata httpTokens", "required", "optional"),
    ],
    [
      "its metadata can be read from further away",
      {},
      { metadataOptions: { ...options, hopLimit: 3 } },
      one("metadata-options", "metadata hopLimit", "2", "3"),
    ],
    [
      "its metadata cannot be read",
      {},
      { metadataOptions: { ...options, httpEndpoint: "disabled" } },
      one("metadata-options", "metadata httpEndpoint", "enabled", "disabled"),
    ],
    [
      "its metadata shows its tags",
      {},
      { metadataOptions: { ...options, instanceMetadataTags: "enabled" } },
      one("metadata-options", "metadata instanceMetadataTags", "disabled", "enabled"),
    ],
    [
      "a declared tag has another value",
      {},
      { tags: { ...tags, stage: "test" } },
      one("tags", "tag stage", "live", "test"),
    ],
    [
      "a declared tag was taken away",
      { tags: { ...launch().tags, owner: "" } },
      {},
      one("tags", "tag owner", "", "none"),
    ],
  ])("%s", (_what, launched, shown, expected) => {
    expect(found(launched, shown)).toEqual(expected);
  });
});

describe("no drift", () => {
  test.each<[string, Partial<LaunchFacts>, Partial<ServerFacts>]>([
    ["a type that the group may mix in", { instanceTypes: ["c5.large", "t3.small"] }, {}],
    ["any type, where the group chooses by attributes", { instanceTypes: [] }, { instanceType: "x9.huge" }],
    ["any subnet, where the group names none", { subnets: [] }, { subnet: "subnet-z" }],
    ["security groups in another order", { securityGroups: ["sg-web", "sg-db"] }, {}],
    ["a profile by its name or by its ARN", { instanceProfile: arn("web") }, {}],
    ["a profile with a path", { instanceProfile: "web" }, { instanceProfile: arn("team/web") }],
    ["a tag that somebody added", {}, { tags: { ...tags, "aws:autoscaling:groupName": "web", mine: "x" } }],
    ["metadata options that are being changed", {}, { metadataOptions: null }],
  ])("%s", (_what, launched, shown) => {
    expect(found(launched, shown)).toEqual({});
  });
});

test("security groups that are exchanged are two findings, and those missing come first", () => {
  expect(found({}, { securityGroups: ["sg-y", "sg-x", "sg-web"] })).toEqual({
    "security-groups": [
      { field: "security group sg-db", expected: "present", observed: "absent" },
      { field: "security group sg-x", expected: "absent", observed: "present" },
      { field: "security group sg-y", expected: "absent", observed: "present" },
    ],
  });
});
