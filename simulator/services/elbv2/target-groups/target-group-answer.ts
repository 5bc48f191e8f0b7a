import type { ProtocolEnum, TargetGroup } from "@aws-sdk/client-elastic-load-balancing-v2";
import type { WorldState } from "../../../world/state.ts";
import { isNetwork, loadBalancersUsing } from "../routing.ts";
import type { TargetGroupRecord } from "../state.ts";

/** A target group as the API shows it. The load balancers are those whose rules name it. */
export function apiTargetGroup(record: TargetGroupRecord, state: WorldState): TargetGroup {
  const http = record.healthCheckProtocol !== "TCP";
  return {
    TargetGroupArn: record.arn,
    TargetGroupName: record.name,
    Protocol: record.protocol as ProtocolEnum,
    Port: record.port,
    VpcId: record.vpcId,
    TargetType: record.targetType,
    IpAddressType: "ipv4",
    ...(!isNetwork(record) && { ProtocolVersion: "HTTP1" }),
    HealthCheckEnabled: true,
    HealthCheckProtocol: record.healthCheckProtocol as ProtocolEnum,
    HealthCheckPort: record.healthCheckPort,
    HealthCheckIntervalSeconds: record.healthCheckIntervalSeconds,
    HealthCheckTimeoutSeconds: record.healthCheckTimeoutSeconds,
    HealthyThresholdCount: record.healthyThreshold,
    UnhealthyThresholdCount: record.unhealthyThreshold,
    ...(http && { HealthCheckPath: record.healthCheckPath, Matcher: { HttpCode: record.matcher } }),
    LoadBalancerArns: loadBalancersUsing(state, record.arn),
  };
}
