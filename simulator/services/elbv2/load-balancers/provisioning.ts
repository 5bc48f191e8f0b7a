import type { LoadBalancerState } from "@aws-sdk/client-elastic-load-balancing-v2";
import type { World } from "../../../world/world.ts";
import type { LoadBalancerRecord } from "../state.ts";

/** From creation until a load balancer routes traffic. An assumption: AWS gives no figure, and its waiter asks for ten minutes. */
export const PROVISIONING_SECONDS = 120;

/**
 * A load balancer is `provisioning` at first, and `active` once "fully set up and ready to route traffic"
 * (ELB/LoadBalancerState). Meanwhile it takes listeners, rules, attributes and tags, and can be deleted: no call asks for its
 * state. Its targets are being registered, and are checked from then on.
 */
export function provision(world: World, { arn, activeAt }: LoadBalancerRecord): void {
  world.after((activeAt - world.now()) / 1000, () => {
    if (world.state.loadBalancers.has(arn))
      world.happened("elasticloadbalancing", "load-balancer-active", arn);
  });
}

export const isActive = ({ activeAt }: Pick<LoadBalancerRecord, "activeAt">, now: number): boolean =>
  activeAt <= now;

export const apiState = (balancer: LoadBalancerRecord, now: number): LoadBalancerState => ({
  Code: isActive(balancer, now) ? "active" : "provisioning",
});
