import type { GroupIdentifier, InstanceNetworkInterface } from "@aws-sdk/client-ec2";
import type { CallContext } from "../../../operation.ts";
import type { InstanceRecord } from "../../state.ts";
import { wholeSecond } from "./whole-second.ts";

/**
 * The one network interface that every server has. Its ids and its address on the wire are made of the server's own:
 * making them up would take from the account's chance.
 */
export function networkInterface(
  instance: InstanceRecord,
  Groups: GroupIdentifier[],
  { world, state }: Pick<CallContext, "world" | "state">,
): InstanceNetworkInterface {
  const { id, privateIp, subnetId, settings } = instance;
  const PrivateDnsName = `ip-${privateIp.replaceAll(".", "-")}.ec2.internal`;
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
    Description: "",
    Groups,
    InterfaceType: "interface",
    Ipv6Addresses: [],
    MacAddress: macAddress(privateIp),
    OwnerId: world.account,
    PrivateIpAddress: privateIp,
    PrivateDnsName,
    PrivateIpAddresses: [{ Primary: true, PrivateIpAddress: privateIp, PrivateDnsName }],
    SourceDestCheck: settings.sourceDestCheck,
    Status: "in-use",
    SubnetId: subnetId,
    VpcId: state.subnets.get(subnetId)?.vpcId,
  };
}

// Administered locally, and as unique as the address.
const macAddress = (privateIp: string): string =>
  ["02", "00", ...privateIp.split(".").map((part) => Number(part).toString(16).padStart(2, "0"))].join(":");
