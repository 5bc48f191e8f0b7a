import type { InstanceRecord } from "../services/ec2/state.ts";
import { isActive } from "../services/elbv2/load-balancers/provisioning.ts";
import { type Receiver, receiversOf } from "../services/elbv2/balancing/rotation.ts";
import { listenersOf, zonesOf } from "../services/elbv2/routing.ts";
import { answeredStatus, reach } from "../services/elbv2/serving.ts";
import type { ForwardRecord, ListenerRecord, LoadBalancerRecord } from "../services/elbv2/state.ts";
import type { World } from "../world/world.ts";
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
    const zone = zoneOf(world, balancer, host);
    if (balancer.dnsName.toLowerCase() !== host && zone === undefined) continue;
    const listener = listenersOf(state, balancer.arn).find((each) => each.port === request.port);
    return listener === undefined || !isActive(balancer, world.now())
      ? "refused"
      : throughListener(world, listener, { ...request, ...(zone !== undefined && { zone }) });
  }
  return "refused";
}

/** The zone whose name this is: a Network Load Balancer's nodes have one each, `us-east-1a.<its name>` (NLB/network-load-balancers). */
function zoneOf({ state }: World, balancer: LoadBalancerRecord, host: string): string | undefined {
  if (balancer.type !== "network") return undefined;
  return zonesOf(state, balancer).find((zone) => `${zone}.${balancer.dnsName.toLowerCase()}` === host);
}

function throughListener(
  world: World,
  listener: ListenerRecord,
  request: HttpRequest & { readonly zone?: string },
): HttpAnswer {
  const rule = matchingRule(world.state, listener.arn, request);
  if (rule === undefined) return balancerError(503);
  const route = routeBy(rule, world.now());
  if (!("forward" in route)) return { status: route.answer === "served" ? 200 : 503, body: "" };
  const group = world.state.targetGroups.get(drawGroup(world, route.forward) ?? "");
  const receivers = group ? receiversOf(world.state, group, world.now(), request.zone) : [];
  const target = drawReceiver(world, receivers);
  if (target === undefined) return balancerError(503);
  const answer = answerOf(
    world.state.instances.get(target.id),
    { ...request, port: target.port },
    world.now(),
  );
  return answer === "refused" ? balancerError(502) : answer;
}

function drawReceiver(world: World, receivers: readonly Receiver[]): Receiver | undefined {
  const [first] = receivers;
  const isEven = first !== undefined && receivers.every(({ share }) => share === 1 / receivers.length);
  if (isEven) return world.random.pick(receivers);
  let left = world.random.fraction();
  return receivers.find(({ share }) => {
    left -= share;
    return left < 0;
  });
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
