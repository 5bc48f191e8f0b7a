import {
  PutScheduledUpdateGroupActionCommand,
  UpdateAutoScalingGroupCommand,
} from "@aws-sdk/client-auto-scaling";
import { DeleteListenerCommand } from "@aws-sdk/client-elastic-load-balancing-v2";
import { expect, test } from "vitest";
import { runSeed } from "../../../chaos/campaigns/run-seed.ts";
import { quarantine } from "../../../src/ledger/image-verdicts.ts";
import { steerRollout } from "../../../src/operator/steer-rollout.ts";
import {
  atFirst,
  deleteGreenWhileFrozen,
  disturbed,
  outcomes,
  planOf,
  rightAfter,
} from "../../support/chaos/found/disturbed.ts";

test("seed 1034: a group that a lagging read did not show was taken for gone, and left", async () => {
  const plan = planOf("success, none, handed off", { fleet: { servers: 0, minimum: 0 } });
  const lagging = new Set(["observeGreen", "rollBack"]);
  const result = await runSeed({
    seed: 7,
    plan,
    lag: true,
    callFaults: (chaos) => (asked) => {
      // The whole process dies as soon as green is launched: whoever takes over reads what was true before.
      if (asked.task === "observeGreen" && asked.medium === "ledger") return { kind: "dies", when: "before" };
      void chaos;
      return lagging.has(asked.task) && asked.what === "read" ? { kind: "stale", seconds: 10 } : undefined;
    },
  });
  expect(result.violation).toBeUndefined();
});

test("seed 77: a way back that could not go on, since its listener was deleted, said nothing of it", async () => {
  const plan = planOf("answers with errors");
  const result = await disturbed(
    plan,
    atFirst("rollBack", (chaos) => {
      const { listener } = chaos.account;
      chaos.interferes("stuck", listener);
      chaos.interferes("traffic", listener);
      void chaos.operator.elbv2.send(new DeleteListenerCommand({ ListenerArn: listener }));
    }),
  );
  expect(result.violation).toBeUndefined();
  expect(outcomes(result)).toEqual(["rollout open"]);
});

test("seed 10324: an image that was put in quarantine after admission was launched", async () => {
  const result = await disturbed(
    planOf("success, alb-weighted"),
    atFirst("launchGreen", ({ ledger, view, clock }) => {
      const imageId = [...view.rollouts.values()][0]?.imageTo ?? "";
      const at = clock.now() - 1;
      void quarantine(ledger, { imageId, reach: null, fleet: null, rollout: null, reason: "doubts", at });
    }),
  );
  expect(result.violation).toBeUndefined();
  expect(result.changes["CreateAutoScalingGroup"]).toBeUndefined();
});

test("seed 10722: traffic could not go back to a blue that the rule named no more", async () => {
  const plan = planOf("success, alb-weighted", {
    fleet: { sticky: true },
    declaration: { retire: { drain: "10s", warm: "10m" } },
  });
  let looks = 0;
  const result = await disturbed(plan, ({ ledger, clock }) => ({ task, what }) => {
    if (task === "retireBlue" && what === "lease" && (looks += 1) === 3)
      void steerRollout(
        { act: "abort", fleet: "web", by: "ada", reason: "wants it back" },
        { ledger, clock },
      );
    return undefined;
  });
  expect(result.violation).toBeUndefined();
  expect(outcomes(result)).toEqual(["rollout rolled-back"]);
});

test("seed 11281: blue went although green, where servers pull, had become too small", async () => {
  const result = await disturbed(
    planOf("success, none, handed off"),
    atFirst("retireBlue", (chaos) => {
      const group = [...chaos.view.generations.values()].find(({ state }) => state === "launching")?.group;
      chaos.interferes("size", group ?? "");
      const size = { AutoScalingGroupName: group, MinSize: 1, DesiredCapacity: 1 };
      void chaos.operator.autoScaling.send(new UpdateAutoScalingGroupCommand(size));
    }),
  );
  expect(result.violation).toBeUndefined();
  expect(outcomes(result)).toEqual(["rollout rolled-back"]);
});

test("seed 72: a green whose blue's minimum was read late kept its own size as minimum", async () => {
  // Blue is retained, so the next rollout begins at the instant at which this one gives the minimum back.
  const { requests, ...plan } = planOf("success, none, handed off", {
    fleet: { minimum: 1, image: { name: "web-1", tags: { "sim:command-exit-code:handoff": "1" } } },
  });
  const [first] = requests;
  if (first === undefined) throw new RangeError("the rollout has no request");
  const again = { ...first, afterSeconds: 30, kind: "forced" } as const;
  let launches = 0;
  const result = await runSeed({
    seed: 7,
    plan: { ...plan, requests: [first, again], faultySeconds: 600 },
    lag: true,
    // The second launch reads what was true before the first rollout gave the minimum back.
    callFaults: () => (asked) => {
      if (asked.task !== "launchGreen") return undefined;
      if (asked.what === "lease") launches += 1;
      return launches === 2 && asked.what === "read" ? { kind: "stale", seconds: 9 } : undefined;
    },
  });
  expect(result.violation).toBeUndefined();
  expect(outcomes(result)).toEqual(["rollout succeeded"]);
});

test("seed 48: a template version whose number was lost was not seen yet, and was left", async () => {
  const plan = planOf("success, alb-weighted");
  const result = await runSeed({
    seed: 7,
    plan,
    lag: true,
    callFaults: ({ ledger, clock }) => {
      let pinned = 0;
      return ({ task, what }) => {
        if (task === "rollBack" && what === "read" && clock.now() < pinned + 9000)
          return { kind: "stale", seconds: Math.ceil((clock.now() - pinned) / 1000) };
        if (task !== "launchGreen" || what !== "write" || pinned > 0) return undefined;
        pinned = clock.now() - 1;
        void steerRollout(
          { act: "abort", fleet: "web", by: "ada", reason: "wants it back" },
          { ledger, clock },
        );
        return { kind: "lost" };
      };
    },
  });
  expect(result.violation).toBeUndefined();
  expect(outcomes(result)).toEqual(["rollout rolled-back"]);
});

test("seed 23001448: blue went although green was deleted while the fleet was frozen between bake and retirement", async () => {
  const plan = planOf("success, alb-weighted", { declaration: { bake: "0s", retire: { drain: "0s" } } });
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

test("seed 250012169: blue grew a moment before the earliest that a read may show, and the judge blamed the shift", async () => {
  let grown = false;
  let reads = 0;
  const result = await runSeed({
    seed: 7,
    plan: planOf("success, target-group, a minimum that is held"),
    lag: true,
    callFaults:
      ({ interferes, operator, account }) =>
      ({ task, what }) => {
        if (task !== "shiftTraffic") return undefined;
        // The third read of the next step is that of the groups.
        if (what === "read" && grown && ++reads === 3) return { kind: "stale", seconds: 10 };
        if (what !== "write" || grown) return undefined;
        grown = true;
        interferes("size", account.group);
        const size = { AutoScalingGroupName: account.group, MaxSize: 9, DesiredCapacity: 5 };
        void operator.autoScaling.send(new UpdateAutoScalingGroupCommand(size));
        return undefined;
      },
  });
  expect(result.violation).toBeUndefined();
  expect(outcomes(result)).toEqual(["rollout succeeded"]);
});

test("seed 11: a second try of the launch read blue as of before a change, and green kept what blue had before", async () => {
  const plan = planOf("success, alb-weighted", { fleet: { schedule: true } });
  const later = new PutScheduledUpdateGroupActionCommand({
    AutoScalingGroupName: "web",
    ScheduledActionName: "night",
    Recurrence: "0 3 * * *",
    DesiredCapacity: 2,
  });
  const changes = atFirst("admit", ({ operator }) => void operator.autoScaling.send(later));
  const dies = rightAfter("CreateAutoScalingGroup", "launchGreen", { kind: "dies", when: "before" });
  let hasDied = false;
  const result = await runSeed({
    seed: 7,
    plan,
    lag: true,
    callFaults: (chaos) => {
      const [change, faultOf] = [changes(chaos), dies(chaos)];
      return (asked) => {
        if (hasDied && asked.task === "launchGreen" && asked.what === "read")
          return { kind: "stale", seconds: 10 };
        const fault = change(asked) ?? faultOf(asked);
        hasDied ||= fault !== undefined;
        return fault;
      };
    },
  });
  expect(result.violation).toBeUndefined();
  expect(result.changes["PutScheduledUpdateGroupAction"]).toBe(2);
});

test("seed 892002588, as it is drawn: a run that is settled on green, which has the traffic, does not bake again", async () => {
  expect((await runSeed({ seed: 892_002_588 })).violation).toBeUndefined();
});
