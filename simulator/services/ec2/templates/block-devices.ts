import type { BlockDeviceMapping } from "@aws-sdk/client-ec2";
import type { LaunchTemplateData } from "../state.ts";

/** The block devices that launch data names. */
export const blockDevicesOf = (data: LaunchTemplateData): readonly BlockDeviceMapping[] =>
  (data["BlockDeviceMappings"] as readonly BlockDeviceMapping[] | undefined) ?? [];

/** "Snapshots applied to the block device mapping are ignored when creating a new version" (aws-facts 1.1). */
export function withoutSnapshots(data: LaunchTemplateData): LaunchTemplateData {
  if (blockDevicesOf(data).every(({ Ebs }) => Ebs?.SnapshotId === undefined)) return data;
  const BlockDeviceMappings = blockDevicesOf(data).map((device) => {
    const { SnapshotId: _ignored, ...Ebs } = device.Ebs ?? {};
    return device.Ebs ? { ...device, Ebs } : device;
  });
  return { ...data, BlockDeviceMappings };
}
