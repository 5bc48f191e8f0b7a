import { DetachTrafficSourcesCommand, UpdateAutoScalingGroupCommand } from "@aws-sdk/client-auto-scaling";
import { expect, test } from "vitest";
import type { ChaosWorld } from "../../../chaos/world/world.ts";
import { freeze, lift } from "../../../src/ledger/freezes.ts";
import { steerRollout } from "../../../src/operator/steer-rollout.ts";
import { atFirst, disturbed, outcomes, planOf } from "../../support/chaos/found/disturbed.ts";

const green = ({ view }: ChaosWorld): string =>
  [...view.generations.values()].find(({ number }) => number === 2)?.group ?? "";

test("seeds 1000108, 1000304: the fleet was frozen while an entry was written, and its change was sent", async () => {
  let stalled = false;
  const result = await disturbed(
    planOf("success, alb-weighted"),
    ({ ledger, clock, simulator }) =>
      ({ task, medium, what }) => {
        if (stalled || task !== "shiftTraffic" || medium !== "ledger" || what !== "entry") return undefined;
        stalled = true;
        const since = clock.now();
        void freeze(ledger, { fleet: "web", reason: "a sale", by: "ada", since, until: null });
        simulator.world.after(120, () => void lift(ledger, "web"));
        return { kind: "late", seconds: 5 };
      },
  );
  expect(result.violation).toBeUndefined();
  expect(outcomes(result)).toEqual(["rollout succeeded"]);
});

test("seed 20002933: a step that the machine had given up held blue's minimum after the way back", async () => {
  const plan = planOf("success, alb-weighted", { fleet: { minimum: 1 }, engine: { runs: "one-process" } });
  let entries = 0;
  const result = await disturbed(plan, ({ ledger, clock }) => ({ task, what }) => {
    // The first one tells of the hold, the second of the call that makes it.
    if (task !== "shiftTraffic" || what !== "entry" || (entries += 1) !== 2) return undefined;
    void steerRollout({ act: "abort", fleet: "web", by: "ada", reason: "wants it back" }, { ledger, clock });
    return { kind: "late", seconds: 130 };
  });
  expect(result.violation).toBeUndefined();
  expect(outcomes(result)).toEqual(["rollout rolled-back"]);
});

test("seed 21000197: what a stopped execution had sent arrived after its way back had looked for it", async () => {
  let writes = 0;
  const result = await disturbed(
    planOf("success, alb-weighted"),
    ({ controlPlanes }) =>
      ({ task, medium, what }) => {
        if (task !== "launchGreen" || medium !== "call" || what !== "write" || (writes += 1) > 1)
          return undefined;
        for (const { engine } of controlPlanes) for (const name of engine.running()) engine.stop(name);
        return { kind: "late", seconds: 5 };
      },
  );
  expect(result.violation).toBeUndefined();
  // Whoever stops an execution has refused nothing: what is wanted is begun again after a while.
  expect(outcomes(result)).toEqual(["rollout rolled-back", "rollout succeeded"]);
});

test("seed 1002586: a way back that found nobody attached waited for ever", async () => {
  const result = await disturbed(
    planOf("sickens in the bake"),
    atFirst("rollBack", (chaos) => {
      chaos.interferes("traffic", chaos.account.listener);
      const [Identifier] = chaos.account.targetGroups;
      const TrafficSources = [{ Identifier, Type: "elbv2" }];
      for (const AutoScalingGroupName of ["web", green(chaos)])
        void chaos.operator.autoScaling
          .send(new DetachTrafficSourcesCommand({ AutoScalingGroupName, TrafficSources }))
          .catch(() => undefined);
    }),
  );
  expect(result.violation).toBeUndefined();
  expect(outcomes(result)).toEqual(["rollout rolled-back"]);
});

test("seed 1000409: traffic that was found good ended the doubt about a green that had become too small", async () => {
  const plan = planOf("success, alb-weighted", { declaration: { retire: { drain: "10s", warm: "3m" } } });
  const result = await disturbed(
    plan,
    atFirst("retireBlue", (chaos) => {
      chaos.interferes("size", green(chaos));
      const size = { AutoScalingGroupName: green(chaos), MinSize: 1, DesiredCapacity: 1 };
      void chaos.operator.autoScaling.send(new UpdateAutoScalingGroupCommand(size));
    }),
  );
  expect(result.violation).toBeUndefined();
  expect(outcomes(result)).toEqual(["rollout rolled-back"]);
});
