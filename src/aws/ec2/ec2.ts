import { EC2Client } from "@aws-sdk/client-ec2";
import type { ClientFactory } from "../clients.ts";

/** The SDK tries each call once: retries are the middleware's, in the clock that everything else runs in. */
export const ec2Client: ClientFactory<"ec2"> = (settings) => new EC2Client({ ...settings, maxAttempts: 1 });

export { describeImages, type Image, isOwnImage, newestImageByTags, rootDeviceOf } from "./images.ts";
export {
  describeInstancesById,
  firstLaunch,
  instanceImages,
  instanceStatuses,
  privateAddresses,
} from "./instances.ts";
export {
  createTemplateVersion,
  defaultVersions,
  deleteTemplateVersion,
  findTemplateVersion,
  readTemplate,
  readTemplateVersion,
} from "./launch-templates.ts";
export { asServer, readServer, taggedServers } from "./tagged-servers.ts";
export { describeSubnets } from "./subnets.ts";
