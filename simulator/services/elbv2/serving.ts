import type { InstanceRecord } from "../ec2/state.ts";
import type { TargetGroupRecord } from "./state.ts";

/** What a request to a server meets: an answer of the service, a 503 of a sick one, or nothing that listens. */
type Reach = "serves" | "sick" | "down";

export function reach(instance: InstanceRecord | undefined, now: number, port?: number): Reach {
  if (instance === undefined || instance.state !== "running") return "down";
  if (instance.healthyAt === null || instance.healthyAt > now) return "down";
  if (port !== undefined && instance.script.closedPorts.includes(port)) return "down";
  return instance.sickAt !== null && instance.sickAt <= now ? "sick" : "serves";
}

/** The status that a server which is up answers a health check or a request with. */
export function answeredStatus(instance: InstanceRecord, now: number, path?: string): number {
  if (reach(instance, now) === "sick") return 503;
  const { httpStatusOf, httpStatus } = instance.script;
  return httpStatusOf.find((each) => each.path === path)?.status ?? httpStatus;
}

type Checked = Pick<
  TargetGroupRecord,
  "healthCheckProtocol" | "healthCheckPath" | "healthCheckPort" | "healthCheckTimeoutSeconds" | "matcher"
>;

/** Why a target fails a health check, by the reason codes of ELB/TargetHealth. */
interface CheckFailure {
  readonly reason: "Target.Timeout" | "Target.FailedHealthChecks" | "Target.ResponseCodeMismatch";
  readonly description: string;
}

const TIMED_OUT: CheckFailure = { reason: "Target.Timeout", description: "Request timed out" };
const FAILED: CheckFailure = { reason: "Target.FailedHealthChecks", description: "Health checks failed" };

/**
 * Why a health check made at `now` fails; null when it passes. A server that is not up yet answers nothing, one whose
 * service does not listen refuses the connection ("an error while establishing a connection"), and a service that answers
 * is asked for its status (ELB/TargetHealth). A TCP check asks only whether the service is up and well.
 */
export function checkFailure(
  group: Checked,
  target: { readonly port: number },
  instance: InstanceRecord | undefined,
  now: number,
): CheckFailure | null {
  const isTcp = group.healthCheckProtocol === "TCP";
  if (instance === undefined || !isUp(instance, now)) return isTcp ? FAILED : TIMED_OUT;
  const reached = reach(instance, now, checkedPort(group, target));
  if (reached === "down") return FAILED;
  if (isTcp) return reached === "serves" ? null : FAILED;
  // Whether the mean is longer than the timeout: checks are not drawn one by one.
  if (instance.script.responseSeconds > group.healthCheckTimeoutSeconds) return TIMED_OUT;
  const status = answeredStatus(instance, now, group.healthCheckPath);
  if (matches(group.matcher, status)) return null;
  return {
    reason: "Target.ResponseCodeMismatch",
    description: `Health checks failed with these codes: [${status}]`,
  };
}

/** The port that a target is checked on: the one it gets traffic on, or the group's own for checks. */
export const checkedPort = (
  { healthCheckPort }: Pick<TargetGroupRecord, "healthCheckPort">,
  { port }: { readonly port: number },
): number => (healthCheckPort === "traffic-port" ? port : Number(healthCheckPort));

const isUp = ({ state, bootedAt }: InstanceRecord, now: number): boolean =>
  state === "running" && bootedAt !== null && bootedAt <= now;

/** Whether `status` is among the codes of a matcher: `200`, `200,202` or `200-299`. ELB/Matcher */
function matches(matcher: string, status: number): boolean {
  return matcher.split(",").some((part) => {
    const [low, high = low] = part.split("-").map(Number);
    return low !== undefined && high !== undefined && low <= status && status <= high;
  });
}
