import type {
  GroupIdentifier,
  Instance,
  InstanceBlockDeviceMapping,
  InstanceNetworkInterface,
  Reservation,
} from "@aws-sdk/client-ec2";
import type { CallContext } from "../../operation.ts";
import type { InstanceRecord, InstanceState } from "../state.ts";
import { apiTags } from "../tags/tag-rules.ts";
import { ROOT_DEVICE } from "./settings/data-volumes.ts";
import { apiMetadata } from "./settings/metadata-options.ts";
import { monitoringState } from "./settings/monitoring.ts";
import { apiProfile } from "./settings/profile-name.ts";

export const STATE_CODES: Readonly<Record<InstanceState, number>> = {
  pending: 0,
  running: 16,
  "shutting-down": 32,
  terminated: 48,
  stopping: 64,
  stopped: 80,
};

/** What a server is shown from: the state that the call is answered from, and its instant. */
type View = Pick<CallContext, "world" | "state" | "now">;

/** A state as the API shows it: its name and its documented code. */
export const apiState = (state: InstanceState) => ({ Code: STATE_CODES[state], Name: state });

/** Instances as the API shows them, grouped by the call that launched them. */
export function reservations(instances: readonly InstanceRecord[], view: View): Reservation[] {
  const byReservation = Map.groupBy(instances, (instance) => instance.reservationId ?? instance.id);
  return [...byReservation].map(([ReservationId, members]) => ({
    ReservationId,
    OwnerId: view.world.account,
    Instances: members.map((instance) => apiInstance(instance, view)),
  }));
}

function apiInstance(instance: InstanceRecord, view: View): Instance {
  const { keyName, ebsOptimized } = instance.settings;
  return {
    InstanceId: instance.id,
    ImageId: instance.imageId,
    InstanceType: instance.instanceType as NonNullable<Instance["InstanceType"]>,
    Architecture: instance.architecture,
    LaunchTime: wholeSecond(instance.launchedAt),
    State: apiState(instance.state),
    ...stateReason(instance),
    ...(instance.clientToken !== undefined && { ClientToken: instance.clientToken }),
    ...(keyName !== null && { KeyName: keyName }),
    ...(instance.profile && { IamInstanceProfile: apiProfile(instance.profile.arn) }),
    Placement: { AvailabilityZone: instance.zone, Tenancy: "default" },
    Monitoring: { State: monitoringState(instance, view.now) },
    MetadataOptions: apiMetadata(instance, view.now),
    EbsOptimized: ebsOptimized,
    RootDeviceType: "ebs",
    RootDeviceName: ROOT_DEVICE,
    VirtualizationType: "hvm",
    ...(instance.state !== "terminated" && attachments(instance, view)),
    Tags: apiTags(instance.tags),
  };
}

// A terminated instance has lost its network interface and its volume.
function attachments(instance: InstanceRecord, view: View): Partial<Instance> {
  const groups = instance.securityGroupIds.map((id) => ({
    GroupId: id,
    GroupName: view.state.securityGroups.get(id)?.name,
  }));
  const card = networkInterface(instance, groups, view);
  const { PrivateIpAddress, PrivateDnsName, SubnetId, VpcId, SourceDestCheck } = card;
  return {
    BlockDeviceMappings: volumes(instance),
    PrivateIpAddress,
    PrivateDnsName,
    SubnetId,
    VpcId,
    SourceDestCheck,
    SecurityGroups: groups,
    NetworkInterfaces: [card],
  };
}

function volumes({ rootVolume, dataVolumes, attachedAt }: InstanceRecord): InstanceBlockDeviceMapping[] {
  const root = { ...rootVolume, deviceName: ROOT_DEVICE, deleteOnTermination: true };
  const all = [root, ...dataVolumes.map((each) => ({ ...each, attachedAt }))];
  return all.map(({ id: VolumeId, deviceName: DeviceName, attachedAt: at, deleteOnTermination }) => ({
    DeviceName,
    Ebs: {
      VolumeId,
      AttachTime: wholeSecond(at),
      DeleteOnTermination: deleteOnTermination,
      Status: "attached",
    },
  }));
}

// Every server has one interface, whose ids are made of its own: making them up would take from the account's chance.
function networkInterface(
  instance: InstanceRecord,
  Groups: GroupIdentifier[],
  { world, state }: View,
): InstanceNetworkInterface {
  const { id, privateIp, subnetId, settings } = instance;
  return {
    NetworkInterfaceId: id.replace("i-", "eni-"),
    Attachment: {
      AttachmentId: id.replace("i-", "eni-attach-"),
      AttachTime: wholeSecond(instance.attachedAt),
      DeleteOnTermination: true,
      DeviceIndex: 0,
      NetworkCardIndex: 0,
      Status: "attached",
    },
    Groups,
    InterfaceType: "interface",
    OwnerId: world.account,
    PrivateIpAddress: privateIp,
    PrivateDnsName: `ip-${privateIp.replaceAll(".", "-")}.ec2.internal`,
    SourceDestCheck: settings.sourceDestCheck,
    Status: "in-use",
    SubnetId: subnetId,
    VpcId: state.subnets.get(subnetId)?.vpcId,
  };
}

/** EC2 tells when a server was launched to the second: AWS's examples have `.000Z`. */
export const wholeSecond = (at: number): Date => new Date(Math.floor(at / 1000) * 1000);

function stateReason({ stateReason }: InstanceRecord): Partial<Instance> {
  if (stateReason === null) return {};
  const [code = stateReason] = stateReason.split(": ", 1);
  return { StateReason: { Code: code, Message: stateReason }, StateTransitionReason: stateReason };
}
