import type { InstanceRecord } from "../ec2/state.ts";
import type { TargetGroupRecord } from "./state.ts";

/** What a request to a server meets: an answer of the service, a 503 of a sick one, or nothing that listens. */
type Reach = "serves" | "sick" | "down";

export function reach(instance: InstanceRecord | undefined, now: number): Reach {
  if (instance === undefined || instance.state !== "running") return "down";
  if (instance.healthyAt === null || instance.healthyAt > now) return "down";
  return instance.sickAt !== null && instance.sickAt <= now ? "sick" : "serves";
}

/** The status that a server which is up answers a health check or a request with. */
export function answeredStatus(instance: InstanceRecord, now: number): number {
  return reach(instance, now) === "sick" ? 503 : instance.script.httpStatus;
}

/** Whether a health check made at `now` passes; a TCP check asks only whether the service is up and well. */
export function passesCheck(
  group: Pick<TargetGroupRecord, "healthCheckProtocol" | "matcher">,
  instance: InstanceRecord | undefined,
  now: number,
): boolean {
  if (instance === undefined || reach(instance, now) !== "serves") return false;
  return group.healthCheckProtocol === "TCP" || matches(group.matcher, instance.script.httpStatus);
}

/** Whether `status` is among the codes of a matcher: `200`, `200,202` or `200-299`. ELB/Matcher */
function matches(matcher: string, status: number): boolean {
  return matcher.split(",").some((part) => {
    const [low, high = low] = part.split("-").map(Number);
    return low !== undefined && high !== undefined && low <= status && status <= high;
  });
}
