import { UpdateAutoScalingGroupCommand } from "@aws-sdk/client-auto-scaling";
import { expect, test } from "vitest";
import { runSeed } from "../../../chaos/campaigns/run-seed.ts";
import type { ChaosWorld } from "../../../chaos/world/world.ts";
import { terminateInstances } from "../../../simulator/services/ec2/instances/launch.ts";
import { steerRollout } from "../../../src/operator/steer-rollout.ts";
import { atFirst, disturbed, outcomes, planOf } from "../../support/chaos/found/disturbed.ts";

/** One of blue's servers is lost, and its group puts another in its place. */
function loseOneOfBlue({ simulator: { world } }: ChaosWorld): void {
  const [id = ""] = world.state.groups.get("web")?.instances.keys() ?? [];
  terminateInstances(world, [id], "Server.InternalError: lost");
}

/** Beside the self-test, which is a command too. */
const sent = ({ counts, changes }: Awaited<ReturnType<typeof runSeed>>) => ({
  outcome: Object.keys(counts).filter((name) => name.startsWith("rollout ")),
  commands: changes["SendCommand"],
});

test("seed 60006862: a server that took the place of one that had handed off went without being asked", async () => {
  let done = false;
  const result = await disturbed(planOf("success, none, handed off"), (chaos) => {
    const isRetiring = () => [...chaos.view.rollouts.values()].some(({ phase }) => phase === "RetireBlue");
    chaos.simulator.world.onWorldEvent(({ kind }) => {
      if (done || kind !== "command-success" || !isRetiring()) return;
      done = true;
      chaos.simulator.world.after(1, () => loseOneOfBlue(chaos));
    });
    return () => undefined;
  });
  expect(result.violation).toBeUndefined();
  expect(sent(result)).toEqual({ outcome: ["rollout succeeded"], commands: 3 });
});

test("seed 61011814: a server that joined blue after the handoff, while blue was waited for, went without being asked", async () => {
  const result = await disturbed(
    planOf("success, none, handed off"),
    atFirst("retireBlue", (chaos) => {
      const { world } = chaos.simulator;
      const resize = (servers: number) => {
        const AutoScalingGroupName = [...chaos.view.generations.values()].at(-1)?.group ?? "";
        const size = { AutoScalingGroupName, MinSize: servers, DesiredCapacity: servers };
        chaos.interferes("size", AutoScalingGroupName);
        void chaos.operator.autoScaling.send(new UpdateAutoScalingGroupCommand(size));
      };
      // Blue has handed off and stays, since green is too small; meanwhile it loses a server.
      resize(1);
      world.after(60, () => loseOneOfBlue(chaos));
      world.after(120, () => resize(2));
    }),
  );
  expect(result.violation).toBeUndefined();
  expect(sent(result)).toEqual({ outcome: ["rollout succeeded"], commands: 3 });
});

test("seed 60005433: an Admit that was held up gave the fleet away that a later try of it had admitted", async () => {
  let began: number | undefined;
  const plan = planOf("success, alb-weighted", { engine: { runs: "one-process" } });
  const result = await disturbed(plan, ({ clock }) => ({ task, medium }) => {
    if (task !== "admit" || medium !== "call") return undefined;
    began ??= clock.now();
    // The machine waits 120 seconds for it: its reads go on for 200, and see the green of the second try.
    return clock.now() - began < 110_000 ? { kind: "late", seconds: 100 } : undefined;
  });
  expect(result.violation).toBeUndefined();
  expect(outcomes(result)).toEqual(["rollout succeeded"]);
});

test("seed 61001366: blue was too small to take back what green had grown to, and was waited for for ever", async () => {
  const plan = planOf("success, nlb-weighted, hooks and a policy", {
    fleet: { servers: 0, minimum: 0 },
    declaration: { retire: { drain: "2m" } },
  });
  const result = await disturbed(
    plan,
    atFirst("retireBlue", ({ interferes, operator, view, ledger, clock, simulator }) => {
      const AutoScalingGroupName = [...view.generations.values()].at(-1)?.group ?? "";
      interferes("size", AutoScalingGroupName);
      const size = { AutoScalingGroupName, MaxSize: 3, DesiredCapacity: 3 };
      void operator.autoScaling.send(new UpdateAutoScalingGroupCommand(size));
      const asked = { act: "abort" as const, fleet: "web", by: "ada", reason: "wants it back" };
      simulator.world.after(5, () => void steerRollout(asked, { ledger, clock }));
    }),
  );
  expect(result.violation).toBeUndefined();
  expect(outcomes(result)).toEqual(["rollout rolled-back"]);
});
