import { DeleteAutoScalingGroupCommand } from "@aws-sdk/client-auto-scaling";
import { canonicalRollouts } from "../../../../chaos/campaigns/canonical.ts";
import { type RunResult, runSeed } from "../../../../chaos/campaigns/run-seed.ts";
import type { FleetPlan, Plan } from "../../../../chaos/draws/plan.ts";
import type { CallFault, CallFaultOf } from "../../../../chaos/faults/call-fault.ts";
import type { ChaosWorld } from "../../../../chaos/world/world.ts";
import { freeze, lift } from "../../../../src/ledger/freezes.ts";

/** A canonical rollout by name, with another fleet and another engine where the finding needs them. */
export function planOf(
  name: string,
  more: {
    readonly fleet?: Partial<FleetPlan>;
    readonly declaration?: Partial<FleetPlan["declaration"]>;
    readonly engine?: Plan["engine"];
  } = {},
): Plan {
  const found = canonicalRollouts.find((each) => each.name === name);
  if (found === undefined) throw new RangeError(`no canonical rollout is named ${name}`);
  const { fleet } = found.plan;
  const declaration = { ...fleet.declaration, ...more.declaration };
  return {
    ...found.plan,
    fleet: { ...fleet, ...more.fleet, declaration },
    ...(more.engine && { engine: more.engine }),
  };
}

/** Plays a plan with something done to it. */
export const disturbed = (plan: Plan, callFaults: (chaos: ChaosWorld) => CallFaultOf): Promise<RunResult> =>
  runSeed({ seed: 7, plan, callFaults });

/** Injects a fault into the first call right after one task had this action carried out. */
export function rightAfter(
  action: string,
  task: string,
  callFault: CallFault,
): (chaos: ChaosWorld) => CallFaultOf {
  let done = false;
  return ({ simulator }) =>
    (asked) => {
      const last = simulator.calls.records.findLast(({ kind }) => kind === "write");
      if (done || asked.task !== task || last?.action !== action || last.outcome !== "ok") return undefined;
      done = true;
      return callFault;
    };
}

/** Does something once, at the first ask of a task. */
export function atFirst(task: string, act: (chaos: ChaosWorld) => void): (chaos: ChaosWorld) => CallFaultOf {
  let done = false;
  return (chaos) => (asked) => {
    if (!done && asked.task === task) {
      done = true;
      act(chaos);
    }
    return undefined;
  };
}

/** Somebody freezes the fleet for five minutes, and deletes green's group meanwhile. */
export function deleteGreenWhileFrozen({
  interferes,
  ledger,
  clock,
  simulator,
  view,
  operator,
}: ChaosWorld): void {
  const since = clock.now();
  void freeze(ledger, { fleet: "web", reason: "a sale", by: "ada", since, until: null });
  simulator.world.after(300, () => void lift(ledger, "web"));
  const AutoScalingGroupName = [...view.generations.values()].at(-1)?.group ?? "";
  interferes("live", AutoScalingGroupName);
  interferes("stuck", AutoScalingGroupName);
  const command = new DeleteAutoScalingGroupCommand({ AutoScalingGroupName, ForceDelete: true });
  simulator.world.after(60, () => void operator.autoScaling.send(command));
}

export const outcomes = ({ counts }: RunResult): string[] =>
  Object.keys(counts).filter((name) => name.startsWith("rollout "));
