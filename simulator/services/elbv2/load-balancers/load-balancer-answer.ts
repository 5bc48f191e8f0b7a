import type { LoadBalancer, LoadBalancerSchemeEnum } from "@aws-sdk/client-elastic-load-balancing-v2";
import type { WorldState } from "../../../world/state.ts";
import type { LoadBalancerRecord } from "../state.ts";
import { apiState } from "./provisioning.ts";

/** Hosted zones of load balancers in us-east-1, by type; every other Region's are other ones (AWS General Reference, elb). */
const HOSTED_ZONES = { application: "Z35SXDOTRQ7X7K", network: "Z26RNL4JYFTOTI" };

/** A load balancer as the API shows it at `now`. */
export function apiLoadBalancer(record: LoadBalancerRecord, state: WorldState, now: number): LoadBalancer {
  return {
    LoadBalancerArn: record.arn,
    LoadBalancerName: record.name,
    DNSName: record.dnsName,
    Type: record.type,
    Scheme: record.scheme as LoadBalancerSchemeEnum,
    VpcId: record.vpcId,
    CanonicalHostedZoneId: HOSTED_ZONES[record.type],
    State: apiState(record, now),
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
