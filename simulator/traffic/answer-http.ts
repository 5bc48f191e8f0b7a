import type { InstanceRecord } from "../services/ec2/state.ts";
import { isActive } from "../services/elbv2/load-balancers/provisioning.ts";
import { listenersOf } from "../services/elbv2/routing.ts";
import { answeredStatus, reach } from "../services/elbv2/serving.ts";
import type { ForwardRecord, ListenerRecord } from "../services/elbv2/state.ts";
import type { World } from "../world/world.ts";
import { targetsInRotation } from "./group-answers.ts";
import { routeBy } from "./route.ts";
import { matchingRule } from "./rule-match.ts";

interface HttpRequest {
  /** A private IP address of an instance, or the DNS name of a load balancer. */
  readonly host: string;
  readonly port: number;
  readonly path: string;
}

type HttpAnswer = { readonly status: number; readonly body: string } | "refused";

/**
 * What one HTTP request meets. A server answers its script's status, 503 while it is sick, and refuses while it is not
 * up. A load balancer draws a target group by weight and a target at random, and says 502 or 503 where it has none.
 */
export function answerHttp(world: World, request: HttpRequest): HttpAnswer {
  const { state } = world;
  const host = request.host.toLowerCase();
  for (const instance of state.instances.values())
    if (instance.privateIp === host && instance.state !== "terminated")
      return answerOf(instance, request, world.now());
  for (const balancer of state.loadBalancers.values()) {
    if (balancer.dnsName.toLowerCase() !== host) continue;
    const listener = listenersOf(state, balancer.arn).find((each) => each.port === request.port);
    return listener === undefined || !isActive(balancer, world.now())
      ? "refused"
      : throughListener(world, listener, request);
  }
  return "refused";
}

function throughListener(world: World, listener: ListenerRecord, request: HttpRequest): HttpAnswer {
  const rule = matchingRule(world.state, listener.arn, request);
  if (rule === undefined) return balancerError(503);
  const route = routeBy(rule, world.now());
  if (!("forward" in route)) return { status: route.answer === "served" ? 200 : 503, body: "" };
  const group = world.state.targetGroups.get(drawGroup(world, route.forward) ?? "");
  const targets = group ? targetsInRotation(group) : [];
  if (targets.length === 0) return balancerError(503);
  const target = world.random.pick(targets);
  const answer = answerOf(
    world.state.instances.get(target.id),
    { ...request, port: target.port },
    world.now(),
  );
  return answer === "refused" ? balancerError(502) : answer;
}

function drawGroup(world: World, forward: ForwardRecord): string | undefined {
  const total = forward.targetGroups.reduce((sum, each) => sum + each.weight, 0);
  let left = world.random.fraction() * total;
  for (const { arn, weight } of forward.targetGroups) {
    if (left < weight) return arn;
    left -= weight;
  }
  return undefined;
}

function answerOf(
  instance: InstanceRecord | undefined,
  { port, path }: Pick<HttpRequest, "port" | "path">,
  now: number,
): HttpAnswer {
  if (instance === undefined || reach(instance, now, port) === "down") return "refused";
  const status = answeredStatus(instance, now, path.split("?")[0]);
  return { status, body: status < 400 ? `${instance.id} ok` : `${instance.id} failed` };
}

const balancerError = (status: number): HttpAnswer => ({
  status,
  body: status === 502 ? "502 Bad Gateway" : "503 Service Temporarily Unavailable",
});
