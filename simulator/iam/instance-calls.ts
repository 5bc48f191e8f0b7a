import type { InstanceRecord } from "../services/ec2/state.ts";
import { profileArn } from "../services/ec2/instances/settings/profile-name.ts";
import { associatedServer } from "../services/ec2/instances/settings/profile-associations.ts";
import type { World } from "../world/world.ts";
import { type Touched, type TouchedBy, tagKeys, text } from "./call-facts.ts";

/** A server by its id; one that does not exist has no tags, so a statement that asks for one denies it. */
function server(id: string, world: World): Touched {
  const instance = world.state.instances.get(id);
  return {
    resource: world.arn("ec2", `instance/${id}`),
    keys: { ...tagKeys(instance?.tags, "aws:ResourceTag", "ec2:ResourceTag"), ...serverKeys(instance) },
  };
}

function serverKeys(instance: InstanceRecord | undefined): Record<string, string> {
  if (instance === undefined) return {};
  const { settings, profile } = instance;
  return {
    "ec2:InstanceID": instance.id,
    "ec2:InstanceType": instance.instanceType,
    "ec2:AvailabilityZone": instance.zone,
    "ec2:MetadataHttpTokens": settings.metadata.value.tokens,
    "ec2:MetadataHttpEndpoint": settings.metadata.value.endpoint,
    "ec2:MetadataHttpPutResponseHopLimit": String(settings.metadata.value.hopLimit),
    ...(profile && { "ec2:InstanceProfile": profile.arn }),
  };
}

const strings = (value: unknown): string[] => (Array.isArray(value) ? value.map(String) : []);

const ofServers: TouchedBy = ({ InstanceIds }, world) => strings(InstanceIds).map((id) => server(id, world));

const ofServer: TouchedBy = ({ InstanceId }, world) => [server(text(InstanceId) ?? "*", world)];

/** The server, by what of it is changed, and the security groups that it gets. */
const attribute: TouchedBy = ({ InstanceId, Attribute, ...given }, world) => {
  const { resource, keys } = server(text(InstanceId) ?? "*", world);
  const name = text(Attribute) ?? Object.keys(given)[0] ?? "";
  const groups = strings(given["Groups"]).map(
    (id): Touched => ({
      resource: world.arn("ec2", `security-group/${id}`),
      keys: tagKeys(world.state.securityGroups.get(id)?.tags, "aws:ResourceTag", "ec2:ResourceTag"),
    }),
  );
  return [{ resource, keys: { ...keys, "ec2:Attribute": name } }, ...groups];
};

/** Who gives a server a profile passes its role. The simulator has no IAM: that is the role of the profile's own name. */
function passing(given: Readonly<Record<string, unknown>>, instance: Touched, world: World): Touched[] {
  const arn = profileArn(world, given["IamInstanceProfile"] ?? {});
  if (arn === undefined) return [instance];
  const role = `arn:${world.partition}:iam::${world.account}:role/${arn.split("/").at(-1)}`;
  return [
    { ...instance, keys: { ...instance.keys, "ec2:NewInstanceProfile": arn } },
    { action: "iam:PassRole", resource: role, keys: { "iam:PassedToService": "ec2.amazonaws.com" } },
  ];
}

const associated = (id: unknown, world: World): Touched =>
  server(associatedServer(world.state, id)?.id ?? "*", world);

/** The server, the volume that it gets, and the image that this is made from. */
const rootVolume: TouchedBy = ({ InstanceId, ImageId }, world) => {
  const image = text(ImageId);
  return [
    server(text(InstanceId) ?? "*", world),
    { resource: world.arn("ec2", "volume/*"), keys: {} },
    ...(image === undefined
      ? []
      : [
          {
            resource: imageArn(image, world),
            keys: tagKeys(world.state.images.get(image)?.tags, "aws:ResourceTag", "ec2:ResourceTag"),
          },
        ]),
  ];
};

/** An image carries no account in its ARN. */
const imageArn = (id: string, world: World): string =>
  `arn:${world.partition}:ec2:${world.region}::image/${id}`;

/** Resources by the beginning of their id, for those that can be tagged. */
const TAGGED: readonly [
  prefix: string,
  type: string,
  of: (world: World, id: string) => Tagged | undefined,
][] = [
  ["i-", "instance", ({ state }, id) => state.instances.get(id)],
  ["ami-", "image", ({ state }, id) => state.images.get(id)],
  ["lt-", "launch-template", ({ state }, id) => state.launchTemplates.get(id)],
  ["subnet-", "subnet", ({ state }, id) => state.subnets.get(id)],
  ["sg-", "security-group", ({ state }, id) => state.securityGroups.get(id)],
];

interface Tagged {
  readonly tags?: Parameters<typeof tagKeys>[0];
}

const tagging: TouchedBy = ({ Resources, Tags }, world) => {
  const given = (Tags ?? []) as readonly { readonly Key?: string; readonly Value?: string }[];
  const tags = given.map(({ Key = "", Value = "" }) => ({ key: Key, value: Value }));
  const asked = { ...tagKeys(tags, "aws:RequestTag"), "aws:TagKeys": tags.map(({ key }) => key) };
  return strings(Resources).flatMap((id) => {
    const [, type, of] = TAGGED.find(([prefix]) => id.startsWith(prefix)) ?? [];
    if (type === undefined || of === undefined) return [];
    const own = tagKeys(of(world, id)?.tags, "aws:ResourceTag", "ec2:ResourceTag");
    const resource = type === "image" ? imageArn(id, world) : world.arn("ec2", `${type}/${id}`);
    return [{ resource, keys: { ...own, ...asked } }];
  });
};

/** The calls of EC2 that take servers, and those that tag. */
export const instanceCalls: Readonly<Record<string, TouchedBy>> = {
  TerminateInstances: ofServers,
  StopInstances: ofServers,
  StartInstances: ofServers,
  MonitorInstances: ofServers,
  UnmonitorInstances: ofServers,
  DescribeInstanceAttribute: ofServer,
  ModifyInstanceAttribute: attribute,
  ModifyInstanceMetadataOptions: ofServer,
  CreateReplaceRootVolumeTask: rootVolume,
  AssociateIamInstanceProfile: (given, world) =>
    passing(given, server(text(given["InstanceId"]) ?? "*", world), world),
  ReplaceIamInstanceProfileAssociation: (given, world) =>
    passing(given, associated(given["AssociationId"], world), world),
  DisassociateIamInstanceProfile: ({ AssociationId }, world) => [associated(AssociationId, world)],
  CreateTags: tagging,
  DeleteTags: tagging,
};
