import { ModifyListenerCommand } from "@aws-sdk/client-elastic-load-balancing-v2";
import { expect, test } from "vitest";
import type { ChaosWorld } from "../../../chaos/world/world.ts";
import { atFirst, disturbed, outcomes, planOf } from "../../support/chaos/found/disturbed.ts";

/** Somebody puts back the rule that was there before the rollout: green is named no more. */
function putBack(chaos: ChaosWorld): void {
  const { listener, targetGroups } = chaos.account;
  chaos.interferes("traffic", listener);
  const DefaultActions = [{ Type: "forward" as const, TargetGroupArn: targetGroups[0] }];
  void chaos.operator.elbv2.send(new ModifyListenerCommand({ ListenerArn: listener, DefaultActions }));
}

test("seed 28: traffic was given again to a green that somebody had taken out of the rule's health checks", async () => {
  const plan = planOf("success, alb-weighted", { declaration: { retire: { drain: "60s" } } });
  const result = await disturbed(
    plan,
    // While blue drains, so that green is not checked any more when it is over.
    atFirst("retireBlue", (chaos) => chaos.simulator.world.after(5, () => putBack(chaos))),
  );
  expect(result.violation).toBeUndefined();
  expect(outcomes(result)).toEqual(["rollout succeeded"]);
});

test("a good image was blamed when somebody took its green out of the rule before the shift", async () => {
  const plan = planOf("success, alb-weighted", { declaration: { gates: [] } });
  const result = await disturbed(plan, atFirst("validateGreen", putBack));
  expect(result.violation).toBeUndefined();
  expect(outcomes(result)).toEqual(["rollout succeeded"]);
});
