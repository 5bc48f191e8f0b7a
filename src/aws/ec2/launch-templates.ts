import {
  CreateLaunchTemplateVersionCommand,
  DeleteLaunchTemplateVersionsCommand,
  DescribeLaunchTemplatesCommand,
  DescribeLaunchTemplateVersionsCommand,
  type EC2Client,
  type LaunchTemplateBlockDeviceMappingRequest,
  type ResponseLaunchTemplateData,
} from "@aws-sdk/client-ec2";
import { errorOfCode, isNotFound } from "../../errors/aws-codes.ts";
import { NotFound, ServiceUnavailable } from "../../errors/errors.ts";
import { chunk, describeExisting } from "../describe-existing.ts";
import { allPages } from "../pages.ts";

interface Template {
  readonly id: string;
  readonly name: string;
  readonly defaultVersion: number;
  readonly latestVersion: number;
  readonly tags: Readonly<Record<string, string>>;
}

/** Ids in one call (EC2/DescribeLaunchTemplates: MaxResults up to 200). */
const TEMPLATES_AT_ONCE = 200;

/** The default version of each of these templates that exists, by id. */
export async function defaultVersions(
  client: EC2Client,
  ids: readonly string[],
): Promise<Map<string, number>> {
  const versions = new Map<string, number>();
  for (const part of chunk(ids, TEMPLATES_AT_ONCE)) {
    const found = await describeExisting(part, async (LaunchTemplateIds) => {
      const asked = new DescribeLaunchTemplatesCommand({ LaunchTemplateIds });
      return (await client.send(asked)).LaunchTemplates ?? [];
    });
    for (const { LaunchTemplateId = "", DefaultVersionNumber } of found)
      if (DefaultVersionNumber !== undefined) versions.set(LaunchTemplateId, DefaultVersionNumber);
  }
  return versions;
}

/** Throws NotFound. */
export async function readTemplate(client: EC2Client, id: string): Promise<Template> {
  const asked = new DescribeLaunchTemplatesCommand({ LaunchTemplateIds: [id] });
  const [found] = (await client.send(asked)).LaunchTemplates ?? [];
  if (!found) throw new NotFound(`launch template ${id} does not exist: check the id and the region`);
  return {
    id,
    name: found.LaunchTemplateName ?? "",
    defaultVersion: found.DefaultVersionNumber ?? 0,
    latestVersion: found.LatestVersionNumber ?? 0,
    tags: Object.fromEntries((found.Tags ?? []).map(({ Key = "", Value = "" }) => [Key, Value])),
  };
}

interface TemplateVersion {
  /** Null when the version names none, or names it by other means such as instance requirements. */
  readonly imageId: string | null;
  readonly instanceType: string | null;
  readonly raw: ResponseLaunchTemplateData;
}

/** Throws NotFound for a version or a template that does not exist. */
export async function readTemplateVersion(
  client: EC2Client,
  id: string,
  version: number,
): Promise<TemplateVersion> {
  const asked = new DescribeLaunchTemplateVersionsCommand({
    LaunchTemplateId: id,
    Versions: [String(version)],
  });
  const [found] = (await client.send(asked)).LaunchTemplateVersions ?? [];
  if (!found) throw new NotFound(`launch template ${id} has no version ${version}: it may have been deleted`);
  const raw = found.LaunchTemplateData ?? {};
  return { imageId: raw.ImageId ?? null, instanceType: raw.InstanceType ?? null, raw };
}

interface TemplateVersionOrder {
  readonly template: string;
  readonly sourceVersion: number;
  readonly image: string;
  /** In place of the source's; undefined: as they are there, without their snapshots (aws-facts 1.1). */
  readonly devices: LaunchTemplateBlockDeviceMappingRequest[] | undefined;
  /** At most 255 characters. */
  readonly description: string;
  /** At most 64 ASCII characters. With the same token the same version is answered again (aws-facts 1.1). */
  readonly token: string;
}

/**
 * Makes a version of `sourceVersion` with another image, and answers it whole. AWS does not check what
 * is in it (aws-facts 1.1): a bad image shows at the first launch.
 */
export async function createTemplateVersion(
  client: EC2Client,
  order: TemplateVersionOrder,
): Promise<{ readonly version: number; readonly data: ResponseLaunchTemplateData }> {
  const answer = await client.send(
    new CreateLaunchTemplateVersionCommand({
      LaunchTemplateId: order.template,
      SourceVersion: String(order.sourceVersion),
      VersionDescription: order.description,
      LaunchTemplateData: {
        ImageId: order.image,
        ...(order.devices && { BlockDeviceMappings: order.devices }),
      },
      ClientToken: order.token,
    }),
  );
  const { VersionNumber: version, LaunchTemplateData: data = {} } = answer.LaunchTemplateVersion ?? {};
  if (version !== undefined) return { version, data };
  throw new ServiceUnavailable(
    `CreateLaunchTemplateVersion on ${order.template} answered no version number: ask again with the same token`,
  );
}

/** The version newer than `after` with this description, or undefined. */
export async function findTemplateVersion(
  client: EC2Client,
  wanted: { readonly template: string; readonly after: number; readonly description: string },
): Promise<number | undefined> {
  const versions = await allPages(async (NextToken) => {
    const asked = {
      LaunchTemplateId: wanted.template,
      MinVersion: String(wanted.after + 1),
      MaxResults: 200,
      NextToken,
    };
    const answer = await client.send(new DescribeLaunchTemplateVersionsCommand(asked));
    return { items: answer.LaunchTemplateVersions, next: answer.NextToken };
  });
  return versions.find(({ VersionDescription }) => VersionDescription === wanted.description)?.VersionNumber;
}

/**
 * Deletes a version; one that is gone already is fine. The call succeeds with failures inside
 * (EC2/DeleteLaunchTemplateVersions): those are thrown. The default version cannot be deleted: Rejected.
 */
export async function deleteTemplateVersion(client: EC2Client, id: string, version: number): Promise<void> {
  try {
    const asked = { LaunchTemplateId: id, Versions: [String(version)] };
    const answer = await client.send(new DeleteLaunchTemplateVersionsCommand(asked));
    for (const { ResponseError } of answer.UnsuccessfullyDeletedLaunchTemplateVersions ?? []) {
      const { Code = "unexpectedError", Message = "no reason given" } = ResponseError ?? {};
      throw errorOfCode(`deleting version ${version} of ${id}`, Code, Message);
    }
  } catch (error) {
    if (!isNotFound(error)) throw error;
  }
}
