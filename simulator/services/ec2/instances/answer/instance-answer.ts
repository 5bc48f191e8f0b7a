import type { Instance, InstanceBlockDeviceMapping, Reservation } from "@aws-sdk/client-ec2";
import type { CallContext } from "../../../operation.ts";
import type { InstanceRecord, InstanceState } from "../../state.ts";
import { zoneId } from "../../network/zones.ts";
import { tagsIfAny } from "../../tags/tag-rules.ts";
import { COMMON_FACTS } from "./common-facts.ts";
import { networkInterface } from "./network-interface.ts";
import { ROOT_DEVICE } from "../settings/data-volumes.ts";
import { apiMetadata } from "../settings/metadata-options.ts";
import { monitoringState } from "../settings/monitoring.ts";
import { apiProfile } from "../settings/profile-name.ts";
import { stateReason } from "./state-reason.ts";
import { wholeSecond } from "./whole-second.ts";

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
    Groups: [],
    Instances: members.map((instance) => apiInstance(instance, view)),
  }));
}

function apiInstance(instance: InstanceRecord, view: View): Instance {
  const { keyName, ebsOptimized } = instance.settings;
  return {
    ...COMMON_FACTS,
    InstanceId: instance.id,
    AmiLaunchIndex: instance.launchIndex ?? 0,
    ImageId: instance.imageId,
    InstanceType: instance.instanceType as NonNullable<Instance["InstanceType"]>,
    Architecture: instance.architecture,
    LaunchTime: wholeSecond(instance.launchedAt),
    UsageOperationUpdateTime: wholeSecond(instance.attachedAt),
    CurrentInstanceBootMode: instance.architecture === "arm64" ? "uefi" : "legacy-bios",
    State: apiState(instance.state),
    ...stateReason(instance),
    ...(instance.spot && { InstanceLifecycle: "spot" as const }),
    ...(instance.clientToken !== undefined && { ClientToken: instance.clientToken }),
    ...(keyName !== null && { KeyName: keyName }),
    ...(instance.profile && { IamInstanceProfile: apiProfile(instance.profile.arn) }),
    Placement: {
      AvailabilityZone: instance.zone,
      AvailabilityZoneId: zoneId(instance.zone),
      GroupName: "",
      Tenancy: "default",
    },
    Monitoring: { State: monitoringState(instance, view.now) },
    MetadataOptions: apiMetadata(instance, view.now),
    EbsOptimized: ebsOptimized,
    RootDeviceName: ROOT_DEVICE,
    ...(instance.state !== "terminated" && attachments(instance, view)),
    ...tagsIfAny(instance.tags),
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
