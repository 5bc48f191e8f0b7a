import type * as z from "zod";
import type { ClientFactories, ServiceName } from "../aws/clients.ts";
import { lambdaSettings } from "../aws/lambda-settings.ts";
import type { Phase, StepAnswer } from "../domain/run/rollout.ts";
import { InvalidInput } from "../errors/errors.ts";
import { heldFence } from "../step/held-fence.ts";
import { openContext, type Runtime } from "../step/open-context.ts";
import type { AdmitAnswer, AdmitInput, Step, StepContext, StepInput } from "../step/step.ts";
import { admitTask, endingTask, stepTask } from "../step/task-input.ts";
import { type FunctionRuntime, initFunction } from "./function-runtime.ts";
import { handlerOf, type LambdaHandler } from "./lambda-handler.ts";
import type { OutboundPorts } from "./outbound-ports.ts";
import { httpProbe } from "./probe.ts";

/** One step as a function: its phase, the clients it needs and no others, and the ways out it has. */
export interface StepPlace<S extends ServiceName> {
  readonly phase: Phase;
  readonly factories: ClientFactories<S>;
  readonly ports?: OutboundPorts;
}

const correlate = ({ fleet, rollout }: Pick<StepInput, "fleet" | "rollout">) => ({ fleet, rollout });

/** The Lambda function of a step between admission and the end: its input is `{fleet, rollout, fence}`. */
export const stepHandler = <S extends ServiceName>(
  step: Step<S>,
  place: StepPlace<S>,
  own?: FunctionRuntime,
): LambdaHandler<StepAnswer> => handlerFor(stepTask, step, place, own);

/**
 * The function of a step that ends an execution, wherever it stands: `{execution, rollout}`. An Admit that failed
 * after it took the lease left no fence in the execution; the ledger has it.
 */
export const endingHandler = <S extends ServiceName>(
  step: Step<S>,
  place: StepPlace<S>,
  own?: FunctionRuntime,
): LambdaHandler<StepAnswer> => handlerFor(endingTask, step, place, own);

/** The function of Admit, which is given the execution's input and makes the fence: `{input, rollout}`. */
export function admitHandler<S extends ServiceName>(
  admit: (input: AdmitInput, context: StepContext<S>) => Promise<AdmitAnswer>,
  place: StepPlace<S>,
  own: FunctionRuntime = initFunction(),
): LambdaHandler<AdmitAnswer> {
  const runtime = lambdaRuntime(place, own);
  const run = (input: AdmitInput) =>
    admit(input, openContext(place.phase, { ...input, fence: 0 }, place.factories, runtime));
  return handlerOf(admitTask, run, { correlate });
}

function handlerFor<S extends ServiceName>(
  task: z.ZodType<StepInput>,
  step: Step<S>,
  place: StepPlace<S>,
  own: FunctionRuntime = initFunction(),
): LambdaHandler<StepAnswer> {
  const runtime = lambdaRuntime(place, own);
  const run = async (given: StepInput) => {
    const input = { ...given, fence: (await heldFence(given, own.ledger)) ?? 0 };
    return step(input, openContext(place.phase, input, place.factories, runtime));
  };
  return handlerOf(task, run, { correlate });
}

function lambdaRuntime(
  { phase, ports = {} }: Pick<StepPlace<never>, "phase" | "ports">,
  own: FunctionRuntime,
): Runtime {
  const { env, ledger, clock } = own;
  const missing = (what: string) => () =>
    Promise.reject(
      new InvalidInput(`the function of ${phase} has no way to ${what}: give it one in its handler`),
    );
  return {
    ledger,
    clock,
    settings: lambdaSettings(env.region),
    random: Math.random,
    starter: ports.starter?.(own) ?? { start: missing("start rollouts") },
    executions: ports.executions?.(own) ?? { status: missing("ask about executions") },
    publish: ports.publisher?.(own) ?? missing("tell the bus"),
    probe: httpProbe(env.probeProxy),
  };
}
