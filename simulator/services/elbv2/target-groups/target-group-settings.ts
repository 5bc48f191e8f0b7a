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
export function defaultHealthCheck(protocol: string, checkedBy?: string): HealthCheckSettings {
  const network = isNetwork({ protocol });
  const healthCheckProtocol = checkedBy ?? (network ? "TCP" : "HTTP");
  const tcp = healthCheckProtocol === "TCP";
  return {
    healthCheckProtocol,
    healthCheckPort: "traffic-port",
    healthCheckIntervalSeconds: 30,
    healthCheckTimeoutSeconds: tcp ? 10 : 5,
    healthyThreshold: 5,
    unhealthyThreshold: 2,
    ...pathAndCodes(protocol, healthCheckProtocol),
  };
}

/** What HTTP checks ask for and take for an answer; TCP checks do neither. */
function pathAndCodes(
  protocol: string,
  check: string,
): Pick<HealthCheckSettings, "healthCheckPath" | "matcher"> {
  if (check === "TCP") return { healthCheckPath: "", matcher: "" };
  return { healthCheckPath: "/", matcher: isNetwork({ protocol }) ? "200-399" : "200" };
}

/** `input` laid over `current`, checked against the documented ranges. Throws ValidationError. */
export function healthCheckOf(
  input: HealthCheckInput,
  known: HealthCheckSettings,
  protocol: string,
): HealthCheckSettings {
  const healthCheckProtocol = input.HealthCheckProtocol ?? known.healthCheckProtocol;
  checkProtocol(protocol, healthCheckProtocol);
  const current =
    (healthCheckProtocol === "TCP") === (known.healthCheckProtocol === "TCP")
      ? known
      : { ...known, ...pathAndCodes(protocol, healthCheckProtocol) };
  const settings = {
    healthCheckProtocol,
    healthCheckPort: checkedPort(input.HealthCheckPort ?? current.healthCheckPort),
    healthCheckPath: input.HealthCheckPath ?? current.healthCheckPath,
    healthCheckIntervalSeconds: input.HealthCheckIntervalSeconds ?? current.healthCheckIntervalSeconds,
    healthCheckTimeoutSeconds: input.HealthCheckTimeoutSeconds ?? current.healthCheckTimeoutSeconds,
    healthyThreshold: input.HealthyThresholdCount ?? current.healthyThreshold,
    unhealthyThreshold: input.UnhealthyThresholdCount ?? current.unhealthyThreshold,
    matcher: input.Matcher?.HttpCode ?? current.matcher,
  };
  refuseWhatNobodyChecks(input);
  checkTimes(settings);
  if (healthCheckProtocol === "TCP") refuseHttpOnly(settings);
  else checkCodes(settings.matcher, isNetwork({ protocol }) ? 599 : 499);
  return settings;
}

function refuseWhatNobodyChecks(input: HealthCheckInput): void {
  if (input.HealthCheckEnabled === false)
    throw invalid("Health check enabled must be true for target groups with target type 'instance'");
  if (input.Matcher?.GrpcCode !== undefined) throw invalid("GRPC codes are not simulated");
}

/** Ranges of ELB/ModifyTargetGroup. */
function checkTimes(settings: HealthCheckSettings): void {
  inRange("Health check interval", settings.healthCheckIntervalSeconds, 5, 300);
  inRange("Health check timeout", settings.healthCheckTimeoutSeconds, 2, 120);
  inRange("Healthy threshold count", settings.healthyThreshold, 2, 10);
  inRange("Unhealthy threshold count", settings.unhealthyThreshold, 2, 10);
  if (settings.healthCheckTimeoutSeconds >= settings.healthCheckIntervalSeconds)
    throw invalid("Health check timeout must be smaller than the interval");
}

/** TCP checks are for the groups of Network Load Balancers alone (ELB/ModifyTargetGroup). */
function checkProtocol(protocol: string, check: string): void {
  const allowed = isNetwork({ protocol }) ? ["TCP", "HTTP", "HTTPS"] : ["HTTP", "HTTPS"];
  if (!allowed.includes(check))
    throw invalid(
      `Health check protocol '${check}' is not supported for target groups with the protocol '${protocol}'`,
    );
}

function checkedPort(port: string): string {
  if (port === "traffic-port" || (/^\d+$/.test(port) && Number(port) >= 1 && Number(port) <= 65_535))
    return port;
  throw invalid(`Health check port '${port}' must be 'traffic-port' or between 1 and 65535`);
}

/** A path and codes are "[HTTP/HTTPS health checks]" (ELB/CreateTargetGroup). */
function refuseHttpOnly({ healthCheckPath, matcher }: HealthCheckSettings): void {
  if (healthCheckPath !== "" || matcher !== "")
    throw invalid(
      "A health check path and a matcher are not supported for health checks of the protocol TCP",
    );
}

/** Of a Network Load Balancer up to 599, else up to 499 (ELB/ModifyTargetGroup). */
function checkCodes(matcher: string, highest: number): void {
  const codes = matcher.split(/[,-]/).map(Number);
  const isRead = /^\d{3}(-\d{3})?(,\d{3}(-\d{3})?)*$/.test(matcher);
  if (!isRead || codes.some((code) => code < 200 || code > highest))
    throw invalid(`Health check matcher HTTP code '${matcher}' must be within '200-${highest}' inclusive`);
}

function inRange(what: string, value: number, low: number, high: number): void {
  if (value < low || value > high) throw invalid(`${what} must be between ${low} and ${high}`);
}
