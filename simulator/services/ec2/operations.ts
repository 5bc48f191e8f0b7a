import type { OperationTable } from "../operation.ts";
import { describeCapacityReservations } from "./capacity-reservations.ts";
import { createInstanceConnectEndpoint, describeInstanceConnectEndpoints } from "./connect/endpoints.ts";
import { withClientTokens } from "./client-tokens.ts";
import { withDryRun } from "./dry-run.ts";
import { disableImageDeprecation, enableImageDeprecation } from "./images/deprecation.ts";
import {
  createImage,
  deregisterImage,
  disableImage,
  enableImage,
  registerImage,
} from "./images/image-changes.ts";
import { describeImages } from "./images/images.ts";
import { describeInstanceStatus } from "./instances/instance-status.ts";
import { describeInstances } from "./instances/instances.ts";
import { runInstances, terminateInstances } from "./instances/run-instances.ts";
import { describeInstanceAttribute } from "./instances/settings/describe-attribute.ts";
import { modifyInstanceAttribute } from "./instances/settings/instance-attributes.ts";
import { modifyInstanceMetadataOptions } from "./instances/settings/metadata-options.ts";
import { monitorInstances, unmonitorInstances } from "./instances/settings/monitoring.ts";
import {
  associateIamInstanceProfile,
  describeIamInstanceProfileAssociations,
  disassociateIamInstanceProfile,
  replaceIamInstanceProfileAssociation,
} from "./instances/settings/profile-associations.ts";
import {
  createReplaceRootVolumeTask,
  describeReplaceRootVolumeTasks,
} from "./instances/settings/root-volume.ts";
import { startInstances, stopInstances } from "./instances/stop-start.ts";
import {
  describeAvailabilityZones,
  describeSecurityGroups,
  describeSubnets,
  describeVpcs,
} from "./network/network.ts";
import { createTags, deleteTags, describeTags } from "./tags/tags.ts";
import { deleteLaunchTemplateVersions } from "./templates/launch-template-version-deletion.ts";
import {
  createLaunchTemplateVersion,
  describeLaunchTemplateVersions,
} from "./templates/launch-template-versions.ts";
import {
  createLaunchTemplate,
  deleteLaunchTemplate,
  describeLaunchTemplates,
  modifyLaunchTemplate,
} from "./templates/launch-templates.ts";

const CALLS: OperationTable = {
  RegisterImage: registerImage,
  CreateImage: createImage,
  DescribeImages: describeImages,
  DeregisterImage: deregisterImage,
  DisableImage: disableImage,
  EnableImage: enableImage,
  EnableImageDeprecation: enableImageDeprecation,
  DisableImageDeprecation: disableImageDeprecation,
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
  StopInstances: stopInstances,
  StartInstances: startInstances,
  DescribeInstanceAttribute: describeInstanceAttribute,
  ModifyInstanceAttribute: modifyInstanceAttribute,
  ModifyInstanceMetadataOptions: modifyInstanceMetadataOptions,
  MonitorInstances: monitorInstances,
  UnmonitorInstances: unmonitorInstances,
  CreateReplaceRootVolumeTask: createReplaceRootVolumeTask,
  DescribeReplaceRootVolumeTasks: describeReplaceRootVolumeTasks,
  AssociateIamInstanceProfile: associateIamInstanceProfile,
  ReplaceIamInstanceProfileAssociation: replaceIamInstanceProfileAssociation,
  DisassociateIamInstanceProfile: disassociateIamInstanceProfile,
  DescribeIamInstanceProfileAssociations: describeIamInstanceProfileAssociations,
  CreateTags: createTags,
  DeleteTags: deleteTags,
  DescribeTags: describeTags,
  CreateInstanceConnectEndpoint: createInstanceConnectEndpoint,
  DescribeInstanceConnectEndpoints: describeInstanceConnectEndpoints,
  DescribeSubnets: describeSubnets,
  DescribeSecurityGroups: describeSecurityGroups,
  DescribeVpcs: describeVpcs,
  DescribeAvailabilityZones: describeAvailabilityZones,
  DescribeCapacityReservations: describeCapacityReservations,
};

/** EC2's operations, by the name of the call. */
export const operations: OperationTable = withDryRun(withClientTokens(CALLS));
