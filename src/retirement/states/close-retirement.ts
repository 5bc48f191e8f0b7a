import type { StepAnswer } from "../../domain/run/step-answer.ts";
import { releaseLease } from "../../ledger/leases.ts";
import { retirements } from "../../ledger/runs/retirements.ts";
import { pass } from "../../step/answers.ts";
import { publishFound } from "../../step/outbox/publish.ts";
import { defineState } from "../../step/state.ts";
import type { StepContext, StepInput } from "../../step/step.ts";
import { retirementStepTask } from "../../step/task-input.ts";
import { retirementStep } from "../retirement-step.ts";

/** Ends a retirement: writes how it ended, gives its generation's lease back, and says what a person has to see to. */
export async function closeRetirement(input: StepInput, context: StepContext<never>): Promise<StepAnswer> {
  const { ledger } = context;
  const { fleet, run: id, fence, generation } = input;
  const stored = await retirements.read(ledger, fleet, id);
  const answer = stored?.run.endedAt != null ? ended(stored.run.outcomeReason) : await close(input, context);
  await releaseLease(ledger, { fleet, generation, owner: id, fence });
  return answer;
}

const ended = (reason: string | null): StepAnswer => pass(reason ?? "closed");

const close = (input: StepInput, context: StepContext<never>): Promise<StepAnswer> =>
  retirementStep("CloseRetirement", input, context, async (work) => {
    const { number, state, reason: why } = work.generation;
    const isRetained = state === "retained";
    const outcome = isRetained ? "retained" : "succeeded";
    const reason = isRetained ? `generation ${number} is retained: ${why}` : `generation ${number} is gone`;
    await work.note("decision", reason, { action: outcome });
    if (isRetained) {
      await work.reach("retained");
      // Under the key that the sweep finds it by: whoever of the two is first publishes it.
      const found = {
        key: `generation ${number} is retained`,
        kind: "generation-retained" as const,
        reason,
        commands: [`moult history ${input.fleet}`],
      };
      const reading = { fleet: input.fleet, source: "sweep-ledger", found: [found], isWhole: false };
      await publishFound(reading, context);
    }
    await work.update({ outcome, outcomeReason: reason, endedAt: work.now(), waiting: null });
    return ended(reason);
  });

export const closeRetirementState = defineState({
  phase: "CloseRetirement",
  input: retirementStepTask,
  services: {},
  ports: ["publish"],
  step: closeRetirement,
});
