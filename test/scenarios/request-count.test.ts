import { PutScalingPolicyCommand } from "@aws-sdk/client-auto-scaling";
import { expect, scenario, type Web } from "../support/scenarios/harness.ts";

const suffix = (arn = ""): string => arn.slice(arn.indexOf("targetgroup/"));

/** Blue follows the requests of the target group that it is in. */
async function followRequests({ account, person }: Web): Promise<void> {
  const balancer = account.loadBalancer.slice(account.loadBalancer.indexOf("app/"));
  await person.autoScaling.send(
    new PutScalingPolicyCommand({
      AutoScalingGroupName: "web",
      PolicyName: "requests",
      PolicyType: "TargetTrackingScaling",
      TargetTrackingConfiguration: {
        PredefinedMetricSpecification: {
          PredefinedMetricType: "ALBRequestCountPerTarget",
          ResourceLabel: `${balancer}/${suffix(account.targetGroups[0])}`,
        },
        TargetValue: 1000,
      },
    }),
  );
}

const labelOf = (web: Web, group: string): unknown =>
  web.simulator.world.state.groups.get(group)?.policies.get("requests")?.["TargetTrackingConfiguration"];

const named = (arn: string | undefined) => ({
  PredefinedMetricSpecification: { ResourceLabel: expect.stringMatching(new RegExp(`/${suffix(arn)}$`)) },
});

for (const strategy of ["target-group", "alb-weighted"] as const) {
  scenario(
    `a policy by requests per target comes along from generation to generation: ${strategy}`,
    { strategy, before: followRequests },
    async (web) => {
      for (const group of ["web-g0002", "web-g0003"]) {
        await web.publish();
        await web.settled();
        expect(await web.rollout()).toMatchObject({ outcome: "succeeded" });
        const isFirst = strategy === "target-group" || group === "web-g0003";
        expect(labelOf(web, group)).toMatchObject(named(web.account.targetGroups[isFirst ? 0 : 1]));
      }
    },
  );
}
