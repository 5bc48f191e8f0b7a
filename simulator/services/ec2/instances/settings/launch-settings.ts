import type { RequestLaunchTemplateData } from "@aws-sdk/client-ec2";
import type { World } from "../../../../world/world.ts";
import { ServiceFault } from "../../../operation.ts";
import type { ServerSettings } from "../../server-state.ts";
import type { ImageRecord, LaunchTemplateData } from "../../state.ts";
import { changedMetadata, defaultMetadata } from "./metadata-options.ts";
import { profileArn } from "./profile-name.ts";

/**
 * The settings that launch data gives to servers of this image; what it does not say is as AWS's documents have it.
 * Whether a key pair exists is not checked: the simulator has none.
 */
export function settingsToLaunch(
  world: World,
  given: LaunchTemplateData,
  image: ImageRecord,
): ServerSettings {
  const data = given as RequestLaunchTemplateData;
  const metadata = changedMetadata(defaultMetadata(image), data.MetadataOptions ?? {});
  const monitoring = data.Monitoring?.Enabled === true;
  return {
    keyName: data.KeyName ?? null,
    metadata: { value: metadata, changedAt: world.now() },
    monitoring: { value: monitoring, changedAt: monitoring ? world.now() : null },
    userData: data.UserData ?? null,
    ebsOptimized: data.EbsOptimized === true,
    sourceDestCheck: true,
    terminationProtected: data.DisableApiTermination === true,
    stopProtected: data.DisableApiStop === true,
    onShutdown: data.InstanceInitiatedShutdownBehavior === "terminate" ? "terminate" : "stop",
  };
}

/** The instance profile that launch data names, by name or ARN; null: none. */
export function profileToLaunch(world: World, given: LaunchTemplateData): string | null {
  const { IamInstanceProfile: named } = given as RequestLaunchTemplateData;
  if (named === undefined) return null;
  return profileArn(world, named) ?? refuse();
}

function refuse(): never {
  throw new ServiceFault(
    "MissingParameter",
    "The request must contain either Name or Arn of IamInstanceProfile",
  );
}
