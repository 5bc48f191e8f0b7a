import { ringBell } from "../rollout/approval/ring-bell.ts";
import { askInput } from "../rollout/convergence/ask-input.ts";
import { askName } from "../rollout/convergence/run-name.ts";
import type { ExecutionStarter, StepContext } from "../step/step.ts";
import type { ActDesk } from "./acts.ts";

/** The desk of a process that starts executions and leaves them to their machine. */
export function startingDesk(
  starter: ExecutionStarter,
  { ledger, clock }: Pick<StepContext, "ledger" | "clock">,
  bells?: StepContext["bells"],
): ActDesk {
  const started = async (id: string, input: Parameters<ExecutionStarter["start"]>[2]) => {
    await starter.start("rollout", id, input);
    return { id, settled: Promise.resolve() };
  };
  return {
    ledger,
    clock,
    ...(bells && { wake: (fleet) => ringBell(fleet, { ledger, clock, bells }) }),
    start: (fleet, ask) => started(askName(fleet, ask, clock.now()), askInput(fleet, ask)),
    settle: (fleet, { keep, by, reason }) => {
      const input = { fleet, settle: keep, by, reason };
      return started(askName(fleet, input, clock.now()), input);
    },
  };
}
