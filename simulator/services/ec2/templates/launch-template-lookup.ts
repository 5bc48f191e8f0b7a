import type { WorldState } from "../../../world/state.ts";
import { ServiceFault } from "../../operation.ts";
import type { LaunchTemplateRecord, LaunchTemplateVersionRecord } from "../state.ts";

/** A template as callers name it: by id or by name. */
interface TemplateName {
  readonly LaunchTemplateId?: string | undefined;
  readonly LaunchTemplateName?: string | undefined;
}

/**
 * The template by id or by name. Throws `InvalidLaunchTemplateId.NotFound` or
 * `InvalidLaunchTemplateName.NotFoundException`; giving neither or both is refused.
 */
export function templateOf(state: WorldState, named: TemplateName): LaunchTemplateRecord {
  const { LaunchTemplateId: id, LaunchTemplateName: name } = named;
  if ((id === undefined) === (name === undefined)) {
    const message = "The request must contain exactly one of LaunchTemplateId and LaunchTemplateName";
    throw new ServiceFault(id === undefined ? "MissingParameter" : "InvalidParameterCombination", message);
  }
  const found = id === undefined ? templateNamed(state, name ?? "") : state.launchTemplates.get(id);
  if (found) return found;
  if (id !== undefined) {
    throw new ServiceFault(
      "InvalidLaunchTemplateId.NotFound",
      `The specified launch template, with template ID ${id}, does not exist.`,
    );
  }
  throw new ServiceFault(
    "InvalidLaunchTemplateName.NotFoundException",
    `The specified launch template, with template name ${name}, does not exist.`,
  );
}

export function templateNamed(state: WorldState, name: string): LaunchTemplateRecord | undefined {
  for (const template of state.launchTemplates.values()) if (template.name === name) return template;
  return undefined;
}

/** The version by number in words, `$Latest` or `$Default`. Throws `InvalidLaunchTemplateId.VersionNotFound`. */
export function versionOf(template: LaunchTemplateRecord, version: string): LaunchTemplateVersionRecord {
  const found = template.versions.get(versionNumber(template, version));
  if (found) return found;
  throw new ServiceFault(
    "InvalidLaunchTemplateId.VersionNotFound",
    `Could not find the specified version ${version} for the launch template with ID ${template.id}.`,
  );
}

function versionNumber(template: LaunchTemplateRecord, version: string): number {
  if (version === "$Latest") return template.latestVersion;
  if (version === "$Default") return template.defaultVersion;
  return /^\d+$/.test(version) ? Number(version) : Number.NaN;
}
