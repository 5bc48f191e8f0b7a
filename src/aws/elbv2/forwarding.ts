import {
  type Action,
  DescribeListenersCommand,
  DescribeRulesCommand,
  type ElasticLoadBalancingV2Client,
} from "@aws-sdk/client-elastic-load-balancing-v2";
import type { ListenerAction } from "../../domain/traffic-strategy.ts";
import { allPages } from "../pages.ts";

/** A rule or a listener's default, with the target groups that it names, whatever their weights. */
export interface Forwarding {
  /** The rule's ARN; for what a listener does by default the listener's, as a declaration names it. */
  readonly arn: string;
  readonly targetGroups: readonly string[];
  readonly actions: readonly ListenerAction[];
}

/** All that a load balancer's listeners and their rules forward: one call, and one for each listener. */
export async function forwardingsOf(
  client: ElasticLoadBalancingV2Client,
  loadBalancer: string,
): Promise<readonly Forwarding[]> {
  const listeners = await allPages(async (Marker) => {
    const answer = await client.send(new DescribeListenersCommand({ LoadBalancerArn: loadBalancer, Marker }));
    return { items: answer.Listeners, next: answer.NextMarker };
  });
  const rules = await Promise.all(
    listeners.map(async ({ ListenerArn = "" }) => {
      const all = await allPages(async (Marker) => {
        const answer = await client.send(new DescribeRulesCommand({ ListenerArn, Marker }));
        return { items: answer.Rules, next: answer.NextMarker };
      });
      return all.map(({ RuleArn = "", IsDefault, Actions }) => ({
        arn: IsDefault === true ? ListenerArn : RuleArn,
        targetGroups: namedBy(Actions ?? []),
        actions: Actions ?? [],
      }));
    }),
  );
  return rules.flat();
}

const namedBy = (actions: readonly Action[]): string[] => [
  ...new Set(
    actions.flatMap(({ TargetGroupArn, ForwardConfig }) => [
      ...(TargetGroupArn === undefined ? [] : [TargetGroupArn]),
      ...(ForwardConfig?.TargetGroups ?? []).flatMap(({ TargetGroupArn: arn }) => arn ?? []),
    ]),
  ),
];
