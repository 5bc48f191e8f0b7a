import type { Run } from "../../domain/run/run.ts";
import type { StepAnswer } from "../../domain/run/step-answer.ts";
import { InvalidInput } from "../../errors/errors.ts";
import { pass } from "../answers.ts";
import type { RunKind } from "../run-kind.ts";
import type { StepContext, StepInput } from "../step.ts";
import { legInput, nameNextLeg } from "./name-next-leg.ts";

/**
 * Hands the run over to the next execution, because this one has polled for as long as its history allows. Done twice it
 * does nothing more; one that no longer carries the run does nothing at all.
 */
export const startNextLeg =
  <R extends Run>(kind: RunKind<R>) =>
  async ({ fleet, run: id, execution }: StepInput, context: StepContext<never>): Promise<StepAnswer> => {
    const stored = await kind.runs.read(context.ledger, fleet, id);
    if (stored === undefined)
      throw new InvalidInput(`the ledger has no ${kind.runs.kind} ${id} of fleet ${fleet}`);
    const { run } = stored;
    if (run.endedAt !== null) return pass(`${run.kind} ${id} has ended (${run.outcome})`);
    if (run.execution !== execution) return pass(`${run.execution} carries it on already`);
    const { number, polls } = run.leg;
    const reason = `leg ${number} has polled ${polls} times: the next execution takes it up in ${run.phase}`;
    const next =
      run.leg.next ?? (await nameNextLeg(kind, stored, { reason, actor: id, afterLoss: false }, context));
    await context.starter.start(kind.machine, next.execution, legInput(run, next));
    return pass(`${next.execution} carries it on`);
  };
