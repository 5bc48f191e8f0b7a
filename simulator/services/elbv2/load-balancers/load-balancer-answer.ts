import type { LoadBalancer, LoadBalancerSchemeEnum } from "@aws-sdk/client-elastic-load-balancing-v2";
import type { WorldState } from "../../../world/state.ts";
import type { LoadBalancerRecord } from "../state.ts";

/** A load balancer as the API shows it. It is active from the start: nothing here waits for one to be provisioned. */
export function apiLoadBalancer(record: LoadBalancerRecord, state: WorldState): LoadBalancer {
  return {
    LoadBalancerArn: record.arn,
    LoadBalancerName: record.name,
    DNSName: record.dnsName,
    Type: record.type,
    Scheme: record.scheme as LoadBalancerSchemeEnum,
    VpcId: record.vpcId,
    State: { Code: "active" },
    CreatedTime: new Date(record.createdAt),
    IpAddressType: "ipv4",
    SecurityGroups: [...record.securityGroupIds],
    AvailabilityZones: record.subnetIds.map((id) => ({
      SubnetId: id,
      ZoneName: state.subnets.get(id)?.zone ?? "",
      LoadBalancerAddresses: [],
    })),
  };
}
