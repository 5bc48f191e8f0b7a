import { UpdateAutoScalingGroupCommand } from "@aws-sdk/client-auto-scaling";
import { ModifyTargetGroupAttributesCommand } from "@aws-sdk/client-elastic-load-balancing-v2";
import { expect, type ScenarioPlan, scenario, type Web } from "../support/scenarios/harness.ts";

/** Requests stay in the zone that they come in by, and the team has the group shifted out of an ill one all the same. */
async function shiftable({ person, account }: Web): Promise<void> {
  const Attributes = [{ Key: "load_balancing.cross_zone.enabled", Value: "false" }];
  for (const TargetGroupArn of account.targetGroups)
    await person.elbv2.send(new ModifyTargetGroupAttributesCommand({ TargetGroupArn, Attributes }));
  const change = {
    AutoScalingGroupName: "web",
    AvailabilityZoneImpairmentPolicy: {
      ZonalShiftEnabled: true,
      ImpairedZoneHealthCheckBehavior: "IgnoreUnhealthy" as const,
    },
  };
  const asked = person.autoScaling.send(new UpdateAutoScalingGroupCommand(change));
  await expect(asked).rejects.toThrow(/SkipZonalShiftValidation/);
  await person.autoScaling.send(
    new UpdateAutoScalingGroupCommand({ ...change, SkipZonalShiftValidation: true }),
  );
}

const BY_STRATEGY: Readonly<Record<string, ScenarioPlan>> = {
  "alb-weighted": {},
  "nlb-weighted": { strategy: "nlb-weighted" },
  "target-group": { strategy: "target-group" },
};

for (const [strategy, plan] of Object.entries(BY_STRATEGY)) {
  const title = `a group that may be shifted out of a zone, behind zones that do not help each other (${strategy})`;
  scenario(title, { ...plan, before: shiftable }, async (web) => {
    await web.publish();
    await web.settled();
    expect(await web.rollout()).toMatchObject({ outcome: "succeeded" });
    const green = web.simulator.world.state.groups.get("web-g0002");
    expect(green?.verbatim["AvailabilityZoneImpairmentPolicy"]).toMatchObject({ ZonalShiftEnabled: true });
  });
}
