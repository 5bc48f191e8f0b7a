import { DeleteAutoScalingGroupCommand, UpdateAutoScalingGroupCommand } from "@aws-sdk/client-auto-scaling";
import { ModifyListenerCommand } from "@aws-sdk/client-elastic-load-balancing-v2";
import { expect, test } from "vitest";
import { type RunResult, runSeed } from "../../../chaos/campaigns/run-seed.ts";
import type { Plan } from "../../../chaos/draws/plan.ts";
import type { Asked, CallFault } from "../../../chaos/faults/call-fault.ts";
import type { ChaosWorld } from "../../../chaos/world/world.ts";
import { freeze, lift } from "../../../src/ledger/freezes.ts";
import { steerRollout } from "../../../src/operator/steer-rollout.ts";
import { deleteGreenWhileFrozen, disturbed, outcomes, planOf } from "../../support/chaos/found/disturbed.ts";

test("seed 24002626: blue went although green was deleted while the fleet was frozen after blue's release", async () => {
  let done = false;
  const result = await disturbed(planOf("success, alb-weighted"), (chaos) => () => {
    const released = [...chaos.view.rollouts.values()].some(
      ({ milestones }) => milestones["blue-released"] !== undefined,
    );
    if (done || !released) return undefined;
    done = true;
    deleteGreenWhileFrozen(chaos);
    return undefined;
  });
  expect(result.violation).toBeUndefined();
  expect(outcomes(result)).toEqual(["rollout succeeded"]);
  // Blue is kept for a person: nothing else serves.
  expect(result.changes["DeleteAutoScalingGroup"]).toBeUndefined();
});

test("seed 24003605: a read that lagged showed blue before it grew, and its minimum was held lower again", async () => {
  const plan = planOf("success, alb-weighted", { fleet: { servers: 2, minimum: 1 } });
  let looks = 0;
  const result = await runSeed({
    seed: 7,
    plan,
    lag: true,
    callFaults:
      (chaos) =>
      ({ task, medium, what }) => {
        if (task !== "shiftTraffic") return undefined;
        if (what === "lease") looks += 1;
        if (medium === "ledger" && what === "lease" && looks === 1) {
          chaos.interferes("size", "web");
          const size = { AutoScalingGroupName: "web", DesiredCapacity: 5, MaxSize: 5 };
          void chaos.operator.autoScaling.send(new UpdateAutoScalingGroupCommand(size));
        }
        return looks > 1 && what === "read" ? { kind: "stale", seconds: 10 } : undefined;
      },
  });
  expect(result.violation).toBeUndefined();
  expect(outcomes(result)).toEqual(["rollout succeeded"]);
});

test("seed 30005717: a first generation that was deleted between bake and release was called live", async () => {
  const plan = planOf("success, alb-weighted", {
    fleet: { firstGeneration: true },
    declaration: { bake: "0s" },
  });
  let done = false;
  const result = await disturbed(plan, (chaos) => ({ task, what }) => {
    if (done || task !== "bake" || what !== "entry") return undefined;
    done = true;
    deleteGreenWhileFrozen(chaos);
    return undefined;
  });
  expect(result.violation).toBeUndefined();
  expect(outcomes(result)).toEqual(["rollout rolled-back"]);
});

test("seed 30011549: blue of a fleet without servers went although green's group was deleted in the bake", async () => {
  let done = false;
  const result = await disturbed(
    planOf("success, alb-weighted", { fleet: { servers: 0, minimum: 0 }, declaration: { bake: "30s" } }),
    (chaos) =>
      ({ task }) => {
        if (done || task !== "bake") return undefined;
        done = true;
        const AutoScalingGroupName = [...chaos.view.generations.values()].at(-1)?.group ?? "";
        chaos.interferes("live", AutoScalingGroupName);
        chaos.interferes("stuck", AutoScalingGroupName);
        const command = new DeleteAutoScalingGroupCommand({ AutoScalingGroupName });
        void chaos.operator.autoScaling.send(command);
        return undefined;
      },
  );
  expect(result.violation).toBeUndefined();
  expect(result.changes["DeleteAutoScalingGroup"]).toBeUndefined();
});

test("seed 40000287: blue drained from when the last step was written down, not from when it arrived", async () => {
  let entries = 0;
  const result = await disturbed(
    planOf("success, nlb-weighted, hooks and a policy", {
      declaration: { steps: ["100%"], bake: "0s", retire: { drain: "2m" } },
    }),
    () =>
      ({ task, what }) =>
        // The first entry tells of the call that moves traffic.
        task === "shiftTraffic" && what === "entry" && (entries += 1) === 1
          ? { kind: "late", seconds: 60 }
          : undefined,
  );
  expect(result.violation).toBeUndefined();
  expect(outcomes(result)).toEqual(["rollout succeeded"]);
});

test("seed 41000273: blue went under traffic that somebody gave it after its release", async () => {
  let done = false;
  const result = await disturbed(planOf("success, alb-weighted"), (chaos) => () => {
    const { ledger, clock, simulator, view, account, operator } = chaos;
    const released = [...view.rollouts.values()].some(
      ({ milestones }) => milestones["blue-released"] !== undefined,
    );
    if (done || !released) return undefined;
    done = true;
    chaos.interferes("traffic", account.listener);
    chaos.interferes("stuck", account.listener);
    const TargetGroups = account.targetGroups.map((TargetGroupArn, index) => ({
      TargetGroupArn,
      Weight: index === 0 ? 100 : 0,
    }));
    const DefaultActions = [{ Type: "forward" as const, ForwardConfig: { TargetGroups } }];
    void operator.elbv2.send(new ModifyListenerCommand({ ListenerArn: account.listener, DefaultActions }));
    const since = clock.now();
    void freeze(ledger, { fleet: "web", reason: "a sale", by: "ada", since, until: null });
    simulator.world.after(60, () => void lift(ledger, "web"));
    return undefined;
  });
  expect(result.violation).toBeUndefined();
  // Blue is kept for the person who gave it traffic.
  expect(result.changes["DeleteAutoScalingGroup"]).toBeUndefined();
});

type Picks = (asked: Asked, lastWrite: string) => boolean;

/** Somebody aborts at the first call that `aborts` picks, and the call suffers this fault; reads of the rollback lag. */
function abortedUnderLag(
  plan: Plan,
  { aborts, callFault, lags = () => true }: { aborts: Picks; callFault?: CallFault; lags?: Picks },
): Promise<RunResult> {
  let aborted = false;
  const callFaults =
    ({ ledger, clock, simulator }: ChaosWorld) =>
    (asked: Asked): CallFault | undefined => {
      const lastWrite = simulator.calls.records.findLast(({ kind }) => kind === "write")?.action ?? "";
      if (asked.task === "rollBack" && asked.what === "read" && lags(asked, lastWrite))
        return { kind: "stale", seconds: 10 };
      if (aborted || !aborts(asked, lastWrite)) return undefined;
      aborted = true;
      void steerRollout(
        { act: "abort", fleet: "web", by: "ada", reason: "wants it back" },
        { ledger, clock },
      );
      return callFault;
    };
  return runSeed({ seed: 7, plan, lag: true, callFaults });
}

test("seed 41001953: green went although a step whose answer was lost had moved traffic to it, unseen yet", async () => {
  const result = await abortedUnderLag(
    planOf("success, alb-weighted", { declaration: { steps: ["100%"] } }),
    {
      aborts: ({ task }, lastWrite) => task === "shiftTraffic" && lastWrite === "ModifyListener",
    },
  );
  expect(result.violation).toBeUndefined();
  expect(outcomes(result)).toEqual(["rollout rolled-back"]);
});

test("seed 130018264: blue let go a moment ago was read as in traffic again, and green went as well", async () => {
  const result = await abortedUnderLag(planOf("success, target-group, a minimum that is held"), {
    // What lets blue go is the first change after green was attached.
    aborts: ({ task, what }, lastWrite) =>
      task === "shiftTraffic" && what === "write" && lastWrite === "AttachTrafficSources",
    callFault: { kind: "lost" },
    lags: (_asked, lastWrite) => lastWrite === "AttachTrafficSources",
  });
  expect(result.violation).toBeUndefined();
  expect(outcomes(result)).toEqual(["rollout rolled-back"]);
});

test("blue named no more a moment ago was read as named and healthy, and got all the traffic unchecked", async () => {
  const fleet = { sticky: true };
  const declaration = { retire: { drain: "0s" } };
  const result = await abortedUnderLag(planOf("success, alb-weighted", { fleet, declaration }), {
    aborts: ({ task, medium, what }) => task === "retireBlue" && medium === "call" && what === "write",
    callFault: { kind: "lost" },
  });
  expect(result.violation).toBeUndefined();
  expect(outcomes(result)).toEqual(["rollout rolled-back"]);
});
