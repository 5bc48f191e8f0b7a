import type {
  CreateTargetGroupInput,
  ModifyTargetGroupInput,
} from "@aws-sdk/client-elastic-load-balancing-v2";
import { invalid } from "../faults.ts";
import { isNetwork } from "../routing.ts";
import type { TargetGroupRecord } from "../state.ts";

/** The health check settings of a target group: all that ModifyTargetGroup can change. */
type HealthCheckSettings = Pick<
  TargetGroupRecord,
  | "healthCheckPath"
  | "healthCheckPort"
  | "healthCheckProtocol"
  | "healthCheckIntervalSeconds"
  | "healthCheckTimeoutSeconds"
  | "healthyThreshold"
  | "unhealthyThreshold"
  | "matcher"
>;

type HealthCheckInput = Omit<ModifyTargetGroupInput, "TargetGroupArn"> | CreateTargetGroupInput;

/**
 * The defaults by protocol (aws-facts 1.4, ELB/CreateTargetGroup): every 30 s, 5 passes to come back, 2 failures to
 * fall; HTTP waits 5 s for a 200, TCP waits 10 s, HTTP checks of a Network Load Balancer accept 200-399.
 */
export function defaultHealthCheck(protocol: string, checkProtocol?: string): HealthCheckSettings {
  const network = isNetwork({ protocol });
  const healthCheckProtocol = checkProtocol ?? (network ? "TCP" : "HTTP");
  const tcp = healthCheckProtocol === "TCP";
  return {
    healthCheckProtocol,
    healthCheckPort: "traffic-port",
    healthCheckPath: tcp ? "" : "/",
    healthCheckIntervalSeconds: 30,
    healthCheckTimeoutSeconds: tcp ? 10 : 5,
    healthyThreshold: 5,
    unhealthyThreshold: 2,
    matcher: tcp ? "" : network ? "200-399" : "200",
  };
}

/** `input` laid over `current`, checked against the documented ranges. Throws ValidationError. */
export function healthCheckOf(input: HealthCheckInput, current: HealthCheckSettings): HealthCheckSettings {
  const settings = {
    healthCheckProtocol: input.HealthCheckProtocol ?? current.healthCheckProtocol,
    healthCheckPort: input.HealthCheckPort ?? current.healthCheckPort,
    healthCheckPath: input.HealthCheckPath ?? current.healthCheckPath,
    healthCheckIntervalSeconds: input.HealthCheckIntervalSeconds ?? current.healthCheckIntervalSeconds,
    healthCheckTimeoutSeconds: input.HealthCheckTimeoutSeconds ?? current.healthCheckTimeoutSeconds,
    healthyThreshold: input.HealthyThresholdCount ?? current.healthyThreshold,
    unhealthyThreshold: input.UnhealthyThresholdCount ?? current.unhealthyThreshold,
    matcher: input.Matcher?.HttpCode ?? current.matcher,
  };
  if (input.HealthCheckEnabled === false)
    throw invalid("Health check enabled must be true for target groups with target type 'instance'");
  inRange("Health check interval", settings.healthCheckIntervalSeconds, 5, 300);
  inRange("Health check timeout", settings.healthCheckTimeoutSeconds, 2, 120);
  inRange("Healthy threshold count", settings.healthyThreshold, 2, 10);
  inRange("Unhealthy threshold count", settings.unhealthyThreshold, 2, 10);
  if (settings.healthCheckTimeoutSeconds >= settings.healthCheckIntervalSeconds)
    throw invalid("Health check timeout must be smaller than the interval");
  if (settings.matcher !== "" && !/^\d{3}(-\d{3})?(,\d{3}(-\d{3})?)*$/.test(settings.matcher))
    throw invalid(`Health check matcher HTTP code '${settings.matcher}' must be within '200-499' inclusive`);
  return settings;
}

function inRange(what: string, value: number, low: number, high: number): void {
  if (value < low || value > high) throw invalid(`${what} must be between ${low} and ${high}`);
}
