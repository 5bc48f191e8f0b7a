import type { ImageRecord, LaunchTemplateData } from "../../state.ts";
import type { DataVolume } from "../../server-state.ts";
import { ServiceFault } from "../../../operation.ts";
import { blockDevicesOf } from "../../templates/block-devices.ts";

/** The device that every image here boots from. */
export const ROOT_DEVICE = "/dev/xvda";

/** How large an image says that its root volume is. */
export const ROOT_GIGABYTES = 8;

/** Of an image's own root volume; made of the image's id. */
export const rootSnapshotOf = ({ imageId }: Pick<ImageRecord, "imageId">): string =>
  imageId.replace("ami-", "snap-");

/**
 * The volumes that launch data asks for beside the root's. Throws for a root device of another snapshot than its image's
 * ("snapshotId cannot be modified on root device" [3p]).
 */
export function dataVolumesToLaunch(data: LaunchTemplateData, image: ImageRecord): Omit<DataVolume, "id">[] {
  const devices = blockDevicesOf(data);
  const root = devices.find(({ DeviceName }) => DeviceName === ROOT_DEVICE)?.Ebs?.SnapshotId;
  if (root !== undefined && root !== rootSnapshotOf(image))
    throw new ServiceFault("InvalidBlockDeviceMapping", "snapshotId cannot be modified on root device");
  return devices
    .filter(({ DeviceName, Ebs }) => Ebs !== undefined && DeviceName !== ROOT_DEVICE)
    .map(({ DeviceName = "", Ebs }) => ({
      deviceName: DeviceName,
      snapshotId: Ebs?.SnapshotId ?? null,
      deleteOnTermination: Ebs?.DeleteOnTermination ?? true,
    }));
}

/** Ids are made of the server's: making them up would take from the account's chance. */
export const launchedVolumes = (server: string, asked: readonly Omit<DataVolume, "id">[]): DataVolume[] =>
  asked.map((volume, index) => ({ id: `${server.replace("i-", "vol-")}${index}`, ...volume }));
