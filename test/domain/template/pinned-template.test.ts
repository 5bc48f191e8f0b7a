import { describe, expect, test } from "vitest";
import { namesSnapshots, pinnedTemplate } from "../../../src/domain/template/pinned-template.ts";

const swap = { DeviceName: "/dev/sdb", VirtualName: "ephemeral0" };
const empty = { DeviceName: "/dev/sdg", Ebs: { VolumeSize: 8 } };
const root = { DeviceName: "/dev/xvda", Ebs: { SnapshotId: "snap-old", VolumeSize: 8 } };
const reference = { DeviceName: "/dev/sdf", Ebs: { SnapshotId: "snap-ref" } };
const pinned = (BlockDeviceMappings: object[], rootDevice: string | null = "/dev/xvda") =>
  pinnedTemplate({ ImageId: "ami-1", KeyName: "k", BlockDeviceMappings }, { image: "ami-2", rootDevice });

describe("what a version is to be", () => {
  test("without snapshots: the source's devices, inherited", () => {
    expect(pinned([swap, empty])).toEqual({
      devices: undefined,
      expected: { ImageId: "ami-2", KeyName: "k", BlockDeviceMappings: [swap, empty] },
    });
    expect(namesSnapshots({})).toBe(false);
  });

  test("with one: all devices, but not what the image boots from", () => {
    const devices = [swap, empty, { DeviceName: "/dev/xvda", Ebs: { VolumeSize: 8 } }, reference];
    expect(pinned([swap, empty, root, reference])).toEqual({
      devices,
      expected: { ImageId: "ami-2", KeyName: "k", BlockDeviceMappings: devices },
    });
  });

  test("where no device is known to boot, each comes along", () => {
    expect(pinned([root], null).devices).toEqual([root]);
  });
});
