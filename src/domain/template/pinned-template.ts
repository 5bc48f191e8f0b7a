import type {
  LaunchTemplateBlockDeviceMappingRequest,
  ResponseLaunchTemplateData,
} from "@aws-sdk/client-ec2";

/** What a version that is made from another one is to be. */
export interface PinnedTemplate {
  /** Given with the new version; undefined: it inherits them whole. */
  readonly devices: LaunchTemplateBlockDeviceMappingRequest[] | undefined;
  /** All that is to be in it. */
  readonly expected: ResponseLaunchTemplateData;
}

/** Whether a volume of it comes from a snapshot: a version made from it does not inherit those (aws-facts 1.1). */
export const namesSnapshots = ({ BlockDeviceMappings = [] }: ResponseLaunchTemplateData): boolean =>
  BlockDeviceMappings.some(({ Ebs }) => Ebs?.SnapshotId !== undefined);

/**
 * The source with another image. Volumes that come from a snapshot are given again, or they would come up empty; but not the
 * snapshot of the device that the image boots from, which is the old image's.
 */
export function pinnedTemplate(
  source: ResponseLaunchTemplateData,
  { image, rootDevice }: { readonly image: string; readonly rootDevice: string | null },
): PinnedTemplate {
  if (!namesSnapshots(source)) return { devices: undefined, expected: { ...source, ImageId: image } };
  const devices = (source.BlockDeviceMappings ?? []).map((device) => {
    if (device.Ebs === undefined || device.DeviceName !== rootDevice) return device;
    const { SnapshotId: _old, ...Ebs } = device.Ebs;
    return { ...device, Ebs };
  });
  return { devices, expected: { ...source, ImageId: image, BlockDeviceMappings: devices } };
}
