import type { FaultKind } from "../fault-kind.ts";

/**
 * Somebody stops an execution in the middle of a step (StopExecution): the step's code is held up and goes on after the
 * sweep has had another execution take the rollout over (aws-facts 5: a running Lambda goes on).
 */
export const stepsOvertaken: FaultKind = {
  name: "steps-overtaken",
  begin: ({ chaos, random, rate }) => {
    const chance = 0.02 + 0.25 * rate;
    chaos.inject(({ process, task, medium, what }) => {
      if (task === "sweep" || (medium === "ledger" && what !== "entry")) return undefined;
      // A change is written down right before it is sent: there it matters most.
      if (!random.chance(medium === "ledger" ? chance : chance / 10)) return undefined;
      const engine = chaos.controlPlanes.find(({ name }) => name === process)?.engine;
      const running = engine?.running() ?? [];
      if (running.length === 0) return undefined;
      const seconds = random.pick([1, 10, 30, 90]);
      const name = random.pick(running);
      chaos.note(`somebody stops ${name} while ${task} is held up for ${seconds} s`);
      chaos.count("steps-overtaken");
      engine?.stop(name);
      return { kind: "late", seconds };
    });
  },
};
