import type { AutoScalingGroup } from "@aws-sdk/client-auto-scaling";
import type { ResponseLaunchTemplateData } from "@aws-sdk/client-ec2";
import type { LaunchFacts, MetadataOptions } from "./server-facts.ts";

type Group = Pick<AutoScalingGroup, "VPCZoneIdentifier" | "MixedInstancesPolicy" | "Tags">;

interface Launch {
  readonly templateVersion: number;
  readonly image: string;
  /** Of the template version. */
  readonly data: ResponseLaunchTemplateData;
  readonly group: Group;
}

/** What servers are launched by, of a template version and a group as AWS describes them. */
export function launchFacts({ templateVersion, image, data, group }: Launch): LaunchFacts {
  const profile = data.IamInstanceProfile;
  const primary = data.NetworkInterfaces?.find(({ DeviceIndex }) => DeviceIndex === 0);
  return {
    templateVersion,
    image,
    instanceTypes: instanceTypes(data, group),
    securityGroups: primary?.Groups ?? data.SecurityGroupIds ?? null,
    subnets: (group.VPCZoneIdentifier ?? "").split(",").filter((id) => id !== ""),
    instanceProfile: profile?.Arn ?? profile?.Name ?? null,
    keyPair: data.KeyName ?? null,
    monitoring: data.Monitoring?.Enabled ?? false,
    metadataOptions: metadataOptions(data),
    tags: { ...templateTags(data), ...groupTags(group) },
  };
}

/** Those of the group's overrides, else the template's; a group that asks for attributes may take any. */
function instanceTypes(data: ResponseLaunchTemplateData, { MixedInstancesPolicy }: Group): string[] {
  const overrides = MixedInstancesPolicy?.LaunchTemplate?.Overrides ?? [];
  if (data.InstanceRequirements || overrides.some(({ InstanceRequirements }) => InstanceRequirements))
    return [];
  const own = overrides.flatMap(({ InstanceType }) => InstanceType ?? []);
  return own.length > 0 ? [...new Set(own)].sort() : data.InstanceType ? [data.InstanceType] : [];
}

function metadataOptions({ MetadataOptions: said }: ResponseLaunchTemplateData): Partial<MetadataOptions> {
  const options = {
    httpEndpoint: said?.HttpEndpoint,
    httpTokens: said?.HttpTokens,
    hopLimit: said?.HttpPutResponseHopLimit,
    instanceMetadataTags: said?.InstanceMetadataTags,
  };
  return Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined));
}

const templateTags = ({ TagSpecifications = [] }: ResponseLaunchTemplateData): Record<string, string> =>
  Object.fromEntries(
    TagSpecifications.filter(({ ResourceType }) => ResourceType === "instance").flatMap(({ Tags = [] }) =>
      Tags.map(({ Key = "", Value = "" }) => [Key, Value] as const),
    ),
  );

/** The group's own outweigh the template's (ASG/ec2-auto-scaling-tagging). */
const groupTags = ({ Tags = [] }: Group): Record<string, string> =>
  Object.fromEntries(
    Tags.filter(({ PropagateAtLaunch }) => PropagateAtLaunch).map(({ Key = "", Value = "" }) => [Key, Value]),
  );
