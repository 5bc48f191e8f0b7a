import { describe, expect, test } from "vitest";
import { launchFacts } from "../../../src/domain/drift/launch-facts.ts";

type Launch = Parameters<typeof launchFacts>[0];
const factsOf = (data: Launch["data"], group: Launch["group"] = {}) =>
  launchFacts({ templateVersion: 7, image: "ami-0aaa", data, group });

test("an empty template and a bare group lay down nothing but version and image", () => {
  expect(factsOf({})).toEqual({
    templateVersion: 7,
    image: "ami-0aaa",
    instanceTypes: [],
    securityGroups: null,
    subnets: [],
    instanceProfile: null,
    keyPair: null,
    monitoring: false,
    metadataOptions: {},
    tags: {},
  });
});

test("the image is the generation's, whatever the template version says", () => {
  expect(factsOf({ ImageId: "resolve:ssm:/images/web" }).image).toBe("ami-0aaa");
});

describe("instance types", () => {
  const overrides = (...Overrides: object[]) => ({ MixedInstancesPolicy: { LaunchTemplate: { Overrides } } });
  const InstanceRequirements = { VCpuCount: { Min: 2 }, MemoryMiB: { Min: 4096 } };

  test("are the template's", () => {
    expect(factsOf({ InstanceType: "t3.small" }).instanceTypes).toEqual(["t3.small"]);
    expect(factsOf({ InstanceType: "t3.small" }, overrides()).instanceTypes).toEqual(["t3.small"]);
  });

  test("are those that the group mixes, each once", () => {
    const mixed = overrides(
      { InstanceType: "m5.large" },
      { InstanceType: "c5.large" },
      { InstanceType: "m5.large" },
    );
    expect(factsOf({ InstanceType: "t3.small" }, mixed).instanceTypes).toEqual(["c5.large", "m5.large"]);
    const weights = overrides({ WeightedCapacity: "2" });
    expect(factsOf({ InstanceType: "t3.small" }, weights).instanceTypes).toEqual(["t3.small"]);
  });

  test("are any where they are chosen by their attributes", () => {
    expect(factsOf({ InstanceRequirements }).instanceTypes).toEqual([]);
    const chosen = overrides({ InstanceType: "m5.large" }, { InstanceRequirements });
    expect(factsOf({ InstanceType: "t3.small" }, chosen).instanceTypes).toEqual([]);
  });
});

test("security groups are those of the primary interface, else the template's", () => {
  const SecurityGroupIds = ["sg-a"];
  const NetworkInterfaces = [
    { DeviceIndex: 1, Groups: ["sg-c"] },
    { DeviceIndex: 0, Groups: ["sg-b"] },
  ];
  expect(factsOf({ SecurityGroupIds }).securityGroups).toEqual(["sg-a"]);
  expect(factsOf({ NetworkInterfaces }).securityGroups).toEqual(["sg-b"]);
  expect(factsOf({ SecurityGroupIds, NetworkInterfaces: [{ DeviceIndex: 0 }] }).securityGroups).toEqual([
    "sg-a",
  ]);
});

test("a profile is told by its ARN or its name", () => {
  const Arn = "arn:aws:iam::123456789012:instance-profile/web";
  expect(factsOf({ IamInstanceProfile: { Arn } }).instanceProfile).toBe(Arn);
  expect(factsOf({ IamInstanceProfile: { Name: "web" } }).instanceProfile).toBe("web");
});

test("key pair, monitoring, subnets and metadata options as far as they are said", () => {
  const data = {
    KeyName: "deploy",
    Monitoring: { Enabled: true },
    MetadataOptions: { HttpTokens: "required", HttpPutResponseHopLimit: 2 },
  } as const;
  expect(factsOf(data, { VPCZoneIdentifier: "subnet-a,subnet-b" })).toMatchObject({
    keyPair: "deploy",
    monitoring: true,
    subnets: ["subnet-a", "subnet-b"],
  });
  expect(factsOf(data).metadataOptions).toEqual({ httpTokens: "required", hopLimit: 2 });
  const all = { HttpEndpoint: "enabled", InstanceMetadataTags: "disabled" } as const;
  expect(factsOf({ MetadataOptions: all }).metadataOptions).toEqual({
    httpEndpoint: "enabled",
    instanceMetadataTags: "disabled",
  });
});

test("tags are those that the template gives to instances and the group to what it launches, and the group's win", () => {
  const tag = (Key: string, Value: string) => ({ Key, Value });
  const data = {
    TagSpecifications: [
      { ResourceType: "instance" as const, Tags: [tag("stage", "live"), tag("role", "web")] },
      { ResourceType: "volume" as const, Tags: [tag("disk", "root")] },
      { ResourceType: "instance" as const, Tags: [tag("team", "red")] },
    ],
  };
  const Tags = [
    { ...tag("role", "api"), PropagateAtLaunch: true },
    { ...tag("cost", "7"), PropagateAtLaunch: false },
    { Key: "empty", PropagateAtLaunch: true },
  ];
  expect(factsOf(data, { Tags }).tags).toEqual({ stage: "live", role: "api", team: "red", empty: "" });
});
