import { DeleteAutoScalingGroupCommand } from "@aws-sdk/client-auto-scaling";
import { expect, test } from "vitest";
import { atFirst, disturbed, outcomes, planOf } from "./disturbed.ts";

test("seed 42000048: green got the minimum of 0 that AWS gives a blue which somebody deletes", async () => {
  const result = await disturbed(
    planOf("success, alb-weighted", { declaration: { steps: ["100%"] } }),
    atFirst("shiftTraffic", (stage) => {
      stage.excuse("live", "servers", "stuck");
      const AutoScalingGroupName = stage.account.group;
      const command = new DeleteAutoScalingGroupCommand({ AutoScalingGroupName, ForceDelete: true });
      void stage.person.autoScaling.send(command);
    }),
  );
  expect(result.violation).toBeUndefined();
  expect(outcomes(result)).toEqual(["rollout succeeded"]);
});
