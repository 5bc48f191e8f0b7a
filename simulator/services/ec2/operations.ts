import type { OperationTable } from "../operation.ts";
import { createImage, deregisterImage, disableImage, enableImage, registerImage } from "./image-changes.ts";
import { describeImages } from "./images.ts";
import { describeInstanceStatus } from "./instance-status.ts";
import { describeInstances } from "./instances.ts";
import { deleteLaunchTemplateVersions } from "./launch-template-version-deletion.ts";
import { createLaunchTemplateVersion, describeLaunchTemplateVersions } from "./launch-template-versions.ts";
import {
  createLaunchTemplate,
  deleteLaunchTemplate,
  describeLaunchTemplates,
  modifyLaunchTemplate,
} from "./launch-templates.ts";
import {
  describeAvailabilityZones,
  describeSecurityGroups,
  describeSubnets,
  describeVpcs,
} from "./network.ts";
import { runInstances, terminateInstances } from "./run-instances.ts";
import { createTags, deleteTags, describeTags } from "./tags.ts";

/** EC2's operations, by the name of the call. */
export const operations: OperationTable = {
  RegisterImage: registerImage,
  CreateImage: createImage,
  DescribeImages: describeImages,
  DeregisterImage: deregisterImage,
  DisableImage: disableImage,
  EnableImage: enableImage,
  CreateLaunchTemplate: createLaunchTemplate,
  CreateLaunchTemplateVersion: createLaunchTemplateVersion,
  DescribeLaunchTemplates: describeLaunchTemplates,
  DescribeLaunchTemplateVersions: describeLaunchTemplateVersions,
  ModifyLaunchTemplate: modifyLaunchTemplate,
  DeleteLaunchTemplateVersions: deleteLaunchTemplateVersions,
  DeleteLaunchTemplate: deleteLaunchTemplate,
  DescribeInstances: describeInstances,
  DescribeInstanceStatus: describeInstanceStatus,
  RunInstances: runInstances,
  TerminateInstances: terminateInstances,
  CreateTags: createTags,
  DeleteTags: deleteTags,
  DescribeTags: describeTags,
  DescribeSubnets: describeSubnets,
  DescribeSecurityGroups: describeSecurityGroups,
  DescribeVpcs: describeVpcs,
  DescribeAvailabilityZones: describeAvailabilityZones,
};
