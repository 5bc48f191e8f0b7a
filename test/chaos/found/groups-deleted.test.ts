import { DeleteAutoScalingGroupCommand, UpdateAutoScalingGroupCommand } from "@aws-sdk/client-auto-scaling";
import { expect, test } from "vitest";
import { runSeed } from "../../../chaos/campaigns/run-seed.ts";
import { atFirst, disturbed, outcomes, planOf } from "../../support/chaos/found/disturbed.ts";

test("seed 42000048: green got the minimum of 0 that AWS gives a blue which somebody deletes", async () => {
  const result = await disturbed(
    planOf("success, alb-weighted", { declaration: { steps: ["100%"] } }),
    atFirst("shiftTraffic", (chaos) => {
      const AutoScalingGroupName = chaos.account.group;
      chaos.interferes("live", AutoScalingGroupName);
      chaos.interferes("stuck", AutoScalingGroupName);
      const command = new DeleteAutoScalingGroupCommand({ AutoScalingGroupName, ForceDelete: true });
      void chaos.operator.autoScaling.send(command);
    }),
  );
  expect(result.violation).toBeUndefined();
  expect(outcomes(result)).toEqual(["rollout succeeded"]);
});

test("seed 50000447: a green whose group was deleted passed its self-test on none of its servers", async () => {
  const result = await disturbed(
    planOf("success, alb-weighted", {
      declaration: {
        gates: [
          { kind: "command", commands: ["/opt/selftest"] },
          { kind: "http", path: "/" },
        ],
      },
    }),
    (chaos) => {
      let done = false;
      return ({ task }) => {
        if (done || task !== "validateGreen") return undefined;
        done = true;
        const AutoScalingGroupName = [...chaos.view.generations.values()].at(-1)?.group ?? "";
        chaos.interferes("stuck", AutoScalingGroupName);
        const command = new DeleteAutoScalingGroupCommand({ AutoScalingGroupName, ForceDelete: true });
        void chaos.operator.autoScaling.send(command);
        return undefined;
      };
    },
  );
  expect(result.violation).toBeUndefined();
  expect(outcomes(result)).toEqual(["rollout rolled-back"]);
});

test("seed 160002367: somebody made green larger while a process paused between reading it as empty and deleting it", async () => {
  let held = false;
  const plan = planOf("never healthy");
  const result = await disturbed(
    plan,
    ({ interferes, operator, simulator, view }) =>
      ({ task, medium, what }) => {
        const AutoScalingGroupName = [...view.generations.values()].at(-1)?.group ?? "";
        const isEmpty = simulator.world.state.groups.get(AutoScalingGroupName)?.instances.size === 0;
        if (held || task !== "rollBack" || medium !== "call" || what !== "write" || !isEmpty)
          return undefined;
        held = true;
        interferes("size", AutoScalingGroupName);
        void operator.autoScaling.send(
          new UpdateAutoScalingGroupCommand({ AutoScalingGroupName, DesiredCapacity: 2 }),
        );
        return { kind: "late", seconds: 4 };
      },
  );
  expect(result.violation).toBeUndefined();
  // AWS refuses to delete it, and green goes to zero once more.
  expect(result.changes).toMatchObject({ UpdateAutoScalingGroup: 2, DeleteAutoScalingGroup: 1 });
  expect(outcomes(result)).toEqual(["rollout rolled-back"]);
});

test("seed 250013352, as it is drawn: somebody deleted green between the last look at it and its going live", async () => {
  const result = await runSeed({ seed: 250_013_352 });
  expect(result.violation).toBeUndefined();
});
