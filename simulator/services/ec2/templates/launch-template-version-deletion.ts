import type {
  DeleteLaunchTemplateVersionsRequest,
  DeleteLaunchTemplateVersionsResponseErrorItem,
  DeleteLaunchTemplateVersionsResult,
} from "@aws-sdk/client-ec2";
import { type Operation, ServiceFault } from "../../operation.ts";
import type { LaunchTemplateRecord } from "../state.ts";
import { templateOf } from "./launch-template-lookup.ts";

/** aws-facts 1.1 */
const MOST_VERSIONS = 200;

/**
 * Deletes up to 200 versions by number; the default version cannot be deleted (aws-facts 1.1). Each version succeeds
 * or fails by itself, and the answer lists both. Numbers of deleted versions are never used again.
 */
export const deleteLaunchTemplateVersions: Operation<
  DeleteLaunchTemplateVersionsRequest,
  DeleteLaunchTemplateVersionsResult
> = {
  kind: "write",
  accepts: ["LaunchTemplateId", "LaunchTemplateName", "Versions"],
  handle: (input, { world }) => {
    const versions = input.Versions ?? [];
    if (versions.length > MOST_VERSIONS) {
      throw new ServiceFault(
        "InvalidParameterValue",
        `At most ${MOST_VERSIONS} versions may be deleted in one call.`,
      );
    }
    const template = templateOf(world.state, input);
    const of = { LaunchTemplateId: template.id, LaunchTemplateName: template.name };
    const failed: DeleteLaunchTemplateVersionsResponseErrorItem[] = [];
    const deleted: (typeof of & { VersionNumber: number })[] = [];
    for (const version of versions) {
      const item = { ...of, VersionNumber: Number(version) };
      const error = deleteVersion(template, item.VersionNumber);
      if (error) failed.push({ ...item, ResponseError: error });
      else deleted.push(item);
    }
    return {
      SuccessfullyDeletedLaunchTemplateVersions: deleted,
      UnsuccessfullyDeletedLaunchTemplateVersions: failed,
    };
  },
};

function deleteVersion(
  template: LaunchTemplateRecord,
  number: number,
): DeleteLaunchTemplateVersionsResponseErrorItem["ResponseError"] {
  if (!template.versions.has(number)) {
    const Message = `Could not find the specified version ${number} for the launch template with ID ${template.id}.`;
    return { Code: "launchTemplateVersionDoesNotExist", Message };
  }
  if (number === template.defaultVersion) {
    const Message = "Cannot delete the default version of a launch template.";
    return { Code: "unexpectedError", Message };
  }
  template.versions.delete(number);
  if (number === template.latestVersion) {
    template.highestVersion = Math.max(template.highestVersion ?? 0, number);
    template.latestVersion = Math.max(...template.versions.keys());
  }
  return undefined;
}
