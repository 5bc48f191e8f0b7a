import { expect, test } from "vitest";
import { templateDifference } from "../../../src/domain/template/template-difference.ts";

const data = {
  ImageId: "ami-1",
  Monitoring: { Enabled: true },
  MetadataOptions: { HttpTokens: "required", State: "applied" },
  SecurityGroupIds: ["sg-a", "sg-b"],
  BlockDeviceMappings: [{ DeviceName: "/dev/sdf", Ebs: { SnapshotId: "snap-1", VolumeSize: 8 } }],
};

test("the same in another order, with lists that are empty or absent, differs in nothing", () => {
  const [device] = data.BlockDeviceMappings;
  const same = {
    SecurityGroupIds: ["sg-b", "sg-a"],
    BlockDeviceMappings: [{ Ebs: { VolumeSize: 8, SnapshotId: "snap-1" }, DeviceName: device?.DeviceName }],
    MetadataOptions: { HttpTokens: "required", State: "pending" },
    Monitoring: { Enabled: true },
    ImageId: "ami-1",
    ElasticGpuSpecifications: [],
    UserData: undefined,
  };
  expect(templateDifference(data, same)).toEqual([]);
});

test.each([
  [{ ImageId: "ami-2" }, ["ImageId"]],
  [{ Monitoring: { Enabled: false } }, ["Monitoring.Enabled"]],
  [{ Monitoring: undefined, UserData: "aGk=" }, ["Monitoring", "UserData"]],
  [{ MetadataOptions: { State: "applied" } }, ["MetadataOptions.HttpTokens"]],
  [{ SecurityGroupIds: ["sg-a"] }, ["SecurityGroupIds"]],
  [{ BlockDeviceMappings: [{ DeviceName: "/dev/sdf", Ebs: { VolumeSize: 8 } }] }, ["BlockDeviceMappings"]],
])("%j differs, by path", (change, paths) => {
  expect(templateDifference(data, { ...data, ...change })).toEqual(paths);
});
