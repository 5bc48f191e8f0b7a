import type {
  CreateLaunchTemplateVersionRequest,
  CreateLaunchTemplateVersionResult,
  DescribeLaunchTemplateVersionsRequest,
  DescribeLaunchTemplateVersionsResult,
  LaunchTemplateVersion,
  ResponseLaunchTemplateData,
} from "@aws-sdk/client-ec2";
import type { WorldState } from "../../../world/state.ts";
import type { World } from "../../../world/world.ts";
import { type CallContext, type Operation, ServiceFault } from "../../operation.ts";
import { compileFilters, type Filterable } from "../filters.ts";
import { resolveImageId } from "../instances/launch-checks.ts";
import { page } from "../pages.ts";
import type { LaunchTemplateData, LaunchTemplateRecord, LaunchTemplateVersionRecord } from "../state.ts";
import { withoutSnapshots } from "./block-devices.ts";
import { templateOf, versionOf } from "./launch-template-lookup.ts";

interface Owned {
  readonly template: LaunchTemplateRecord;
  readonly version: LaunchTemplateVersionRecord;
}

const FILTERABLE: Filterable<Owned> = {
  tagsOf: () => [],
  fields: {
    "image-id": ({ version }) => [version.data.ImageId ?? ""],
    "instance-type": ({ version }) => [version.data.InstanceType ?? ""],
    "is-default-version": ({ template, version }) => [String(version.number === template.defaultVersion)],
  },
};

/**
 * With SourceVersion the new version inherits the source's parameters, but for the snapshots of its block devices, and
 * those of the request overwrite them; without it only the request's are in it. Nothing is validated. A repeated ClientToken
 * makes no second version (aws-facts 1.1).
 */
export const createLaunchTemplateVersion: Operation<
  CreateLaunchTemplateVersionRequest,
  CreateLaunchTemplateVersionResult
> = {
  kind: "write",
  accepts: [
    ...(["LaunchTemplateId", "LaunchTemplateName", "SourceVersion", "VersionDescription"] as const),
    ...(["LaunchTemplateData", "ClientToken", "ResolveAlias"] as const),
  ],
  handle: (input, context) => {
    const template = templateOf(context.world.state, input);
    const before = template.clientTokens.get(input.ClientToken ?? "");
    const version = template.versions.get(before ?? 0) ?? addVersion(context.world, template, input);
    const written = { ...context, state: context.world.state };
    return { LaunchTemplateVersion: apiVersion({ template, version }, written, input.ResolveAlias) };
  },
};

/** Of one template: the versions asked for, by number or alias, or a range of numbers. Without a template: aliases only. */
export const describeLaunchTemplateVersions: Operation<
  DescribeLaunchTemplateVersionsRequest,
  DescribeLaunchTemplateVersionsResult
> = {
  kind: "read",
  accepts: [
    ...(["LaunchTemplateId", "LaunchTemplateName", "Versions", "MinVersion", "MaxVersion"] as const),
    ...(["Filters", "MaxResults", "NextToken", "ResolveAlias"] as const),
  ],
  handle: (input, context) => {
    const found = versionsAskedFor(context.state, input).filter(compileFilters(input.Filters, FILTERABLE));
    const { page: shown, nextToken } = page(found, input, { smallest: 1, largest: 200 });
    return {
      LaunchTemplateVersions: shown.map((each) => apiVersion(each, context, input.ResolveAlias)),
      NextToken: nextToken,
    };
  },
};

function addVersion(
  world: World,
  template: LaunchTemplateRecord,
  input: CreateLaunchTemplateVersionRequest,
): LaunchTemplateVersionRecord {
  const { SourceVersion } = input;
  const source = SourceVersion === undefined ? {} : withoutSnapshots(versionOf(template, SourceVersion).data);
  const given = Object.entries(input.LaunchTemplateData ?? {}).filter(([, value]) => value !== undefined);
  const data: LaunchTemplateData = { ...source, ...Object.fromEntries(given) };
  const number = Math.max(template.latestVersion, template.highestVersion ?? 0) + 1;
  template.latestVersion = number;
  const version = { number, createdAt: world.now(), description: input.VersionDescription ?? null, data };
  template.versions.set(number, version);
  if (input.ClientToken !== undefined) template.clientTokens.set(input.ClientToken, number);
  world.happened("ec2", "launch-template-version-created", template.id, { version: number });
  return version;
}

function versionsAskedFor(state: WorldState, input: DescribeLaunchTemplateVersionsRequest): Owned[] {
  const asked = input.Versions ?? [];
  if (input.LaunchTemplateId === undefined && input.LaunchTemplateName === undefined) {
    return versionsOfAll(state, asked);
  }
  const template = templateOf(state, input);
  if (asked.length > 0) return asked.map((each) => ({ template, version: versionOf(template, each) }));
  const least = Number(input.MinVersion ?? 1);
  const most = Number(input.MaxVersion ?? Number.POSITIVE_INFINITY);
  return [...template.versions.values()]
    .filter((version) => version.number >= least && version.number <= most)
    .toSorted((a, b) => b.number - a.number)
    .map((version) => ({ template, version }));
}

function versionsOfAll(state: WorldState, asked: readonly string[]): Owned[] {
  if (asked.length === 0 || asked.some((each) => each !== "$Latest" && each !== "$Default")) {
    throw new ServiceFault(
      "MissingParameter",
      "Without a launch template only the versions $Latest and $Default can be described.",
    );
  }
  return [...state.launchTemplates.values()].flatMap((template) =>
    asked.map((each) => ({ template, version: versionOf(template, each) })),
  );
}

function apiVersion(
  { template, version }: Owned,
  { state, world }: CallContext,
  resolveAlias: boolean | undefined,
): LaunchTemplateVersion {
  const { data } = version;
  const image =
    resolveAlias === true && data.ImageId !== undefined ? resolveImageId(state, data.ImageId) : data.ImageId;
  return {
    LaunchTemplateId: template.id,
    LaunchTemplateName: template.name,
    VersionNumber: version.number,
    ...(version.description !== null && { VersionDescription: version.description }),
    CreateTime: new Date(version.createdAt),
    CreatedBy: `arn:${world.partition}:iam::${world.account}:root`,
    DefaultVersion: version.number === template.defaultVersion,
    LaunchTemplateData: {
      ...data,
      ...(image !== undefined && { ImageId: image }),
    } as ResponseLaunchTemplateData,
  };
}
