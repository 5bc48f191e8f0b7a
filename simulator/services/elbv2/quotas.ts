/** Default quotas (aws-facts 2: ALB/load-balancer-limits.html, NLB/load-balancer-limits.html). */
export const QUOTAS = {
  targetGroupsPerAction: 5,
  targetGroupsPerApplicationLoadBalancer: 100,
  rulesPerApplicationLoadBalancer: 100,
  targetGroupsPerRegion: 3000,
  targetsPerApplicationLoadBalancer: 1000,
  targetsPerApplicationTargetGroup: 1000,
  /** With cross-zone load balancing off; 500 in all with it on. */
  targetsPerNetworkLoadBalancer: 3000,
  targetsPerZoneOfNetworkLoadBalancer: 500,
  targetsPerNetworkLoadBalancerAcrossZones: 500,
  taggedResourcesPerCall: 20,
  tagsPerResource: 50,
} as const;
