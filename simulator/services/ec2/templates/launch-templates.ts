import type {
  CreateLaunchTemplateRequest,
  CreateLaunchTemplateResult,
  DeleteLaunchTemplateRequest,
  DeleteLaunchTemplateResult,
  DescribeLaunchTemplatesRequest,
  DescribeLaunchTemplatesResult,
  LaunchTemplate,
  ModifyLaunchTemplateRequest,
  ModifyLaunchTemplateResult,
} from "@aws-sdk/client-ec2";
import type { World } from "../../../world/world.ts";
import { type Operation, ServiceFault } from "../../operation.ts";
import { wasDoneBefore } from "../client-tokens.ts";
import { compileFilters, type Filterable } from "../filters.ts";
import { page } from "../pages.ts";
import type { LaunchTemplateData, LaunchTemplateRecord } from "../state.ts";
import { apiTags, mergeTags, tagsFor } from "../tags/tag-rules.ts";
import { templateNamed, templateOf, versionOf } from "./launch-template-lookup.ts";

const FILTERABLE: Filterable<LaunchTemplateRecord> = {
  tagsOf: (template) => template.tags,
  fields: {
    "create-time": (template) => [new Date(template.createdAt).toISOString()],
    "launch-template-name": (template) => [template.name],
  },
};

/** Makes a template with version 1. A repeated ClientToken answers with the template made before. */
export const createLaunchTemplate: Operation<CreateLaunchTemplateRequest, CreateLaunchTemplateResult> = {
  kind: "write",
  accepts: [
    "LaunchTemplateName",
    "LaunchTemplateData",
    "VersionDescription",
    "TagSpecifications",
    "ClientToken",
  ],
  handle: (input, { world }) => {
    const made = madeBefore(world, input.ClientToken) ?? create(world, input);
    return { LaunchTemplate: apiTemplate(made, world) };
  },
};

/** At most 200 per page (EC2/DescribeLaunchTemplates). */
export const describeLaunchTemplates: Operation<
  DescribeLaunchTemplatesRequest,
  DescribeLaunchTemplatesResult
> = {
  kind: "read",
  accepts: ["LaunchTemplateIds", "LaunchTemplateNames", "Filters", "MaxResults", "NextToken"],
  handle: (input, { state, world }) => {
    const { LaunchTemplateIds: ids = [], LaunchTemplateNames: names = [] } = input;
    const named = [
      ...ids.map((LaunchTemplateId) => ({ LaunchTemplateId })),
      ...names.map((LaunchTemplateName) => ({ LaunchTemplateName })),
    ].map((name) => templateOf(state, name));
    const asked = ids.length + names.length > 0 ? named : [...state.launchTemplates.values()];
    const found = asked.filter(compileFilters(input.Filters, FILTERABLE));
    const { page: shown, nextToken } = page(found, input, { smallest: 1, largest: 200 });
    return { LaunchTemplates: shown.map((each) => apiTemplate(each, world)), NextToken: nextToken };
  },
};

/** Sets the default version; not again with a ClientToken that it was set with before. */
export const modifyLaunchTemplate: Operation<ModifyLaunchTemplateRequest, ModifyLaunchTemplateResult> = {
  kind: "write",
  accepts: ["LaunchTemplateId", "LaunchTemplateName", "DefaultVersion", "ClientToken"],
  handle: (input, { world }) => {
    const template = templateOf(world.state, input);
    const isRepeated = wasDoneBefore(world.state, "ModifyLaunchTemplate", input.ClientToken);
    if (input.DefaultVersion !== undefined && !isRepeated) {
      template.defaultVersion = versionOf(template, input.DefaultVersion).number;
    }
    return { LaunchTemplate: apiTemplate(template, world) };
  },
};

/** Deletes a template with all its versions. */
export const deleteLaunchTemplate: Operation<DeleteLaunchTemplateRequest, DeleteLaunchTemplateResult> = {
  kind: "write",
  accepts: ["LaunchTemplateId", "LaunchTemplateName"],
  handle: (input, { world }) => {
    const template = templateOf(world.state, input);
    world.state.launchTemplates.delete(template.id);
    world.happened("ec2", "launch-template-deleted", template.id);
    return { LaunchTemplate: apiTemplate(template, world) };
  },
};

/** Puts a template with version 1 into the world. The data is not validated (aws-facts 1.1). */
export function addTemplate(
  world: World,
  template: Pick<LaunchTemplateRecord, "id" | "name" | "tags">,
  data: LaunchTemplateData,
  description: string | null = null,
): LaunchTemplateRecord {
  const createdAt = world.now();
  const record: LaunchTemplateRecord = {
    ...template,
    createdAt,
    defaultVersion: 1,
    latestVersion: 1,
    versions: new Map([[1, { number: 1, createdAt, description, data }]]),
    clientTokens: new Map(),
  };
  world.state.launchTemplates.set(record.id, record);
  return record;
}

function madeBefore(world: World, token: string | undefined): LaunchTemplateRecord | undefined {
  if (token === undefined) return undefined;
  for (const template of world.state.launchTemplates.values()) {
    if (template.clientToken === token) return template;
  }
  return undefined;
}

function create(world: World, input: CreateLaunchTemplateRequest): LaunchTemplateRecord {
  const name = input.LaunchTemplateName ?? "";
  if (!/^[a-zA-Z0-9().\-/_]{3,128}$/.test(name)) {
    throw new ServiceFault(
      "InvalidLaunchTemplateName.MalformedException",
      `The name '${name}' is not valid.`,
    );
  }
  if (templateNamed(world.state, name)) {
    throw new ServiceFault(
      "InvalidLaunchTemplateName.AlreadyExistsException",
      "Launch template name already in use.",
    );
  }
  const tags = mergeTags([], tagsFor("launch-template", input.TagSpecifications));
  const data = (input.LaunchTemplateData ?? {}) as LaunchTemplateData;
  const template = addTemplate(
    world,
    { id: world.newId("lt"), name, tags },
    data,
    input.VersionDescription ?? null,
  );
  if (input.ClientToken !== undefined) template.clientToken = input.ClientToken;
  world.happened("ec2", "launch-template-created", template.id);
  return template;
}

const apiTemplate = (template: LaunchTemplateRecord, world: World): LaunchTemplate => ({
  LaunchTemplateId: template.id,
  LaunchTemplateName: template.name,
  CreateTime: new Date(template.createdAt),
  CreatedBy: `arn:${world.partition}:iam::${world.account}:root`,
  DefaultVersionNumber: template.defaultVersion,
  LatestVersionNumber: template.latestVersion,
  Tags: apiTags(template.tags),
});
