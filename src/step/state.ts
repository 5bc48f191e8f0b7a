import type * as z from "zod";
import type { ClientFactories, ServiceName } from "../aws/clients.ts";
import type { StepAnswer } from "../domain/run/step-answer.ts";
import { InvalidInput } from "../errors/errors.ts";
import { heldFence } from "./held-fence.ts";
import { openContext, type Runtime } from "./open-context.ts";
import { refuseInput } from "./refuse-input.ts";
import type { AdmitInput, RefusedInput, StepContext, StepInput, TakeUpInput, TaskInput } from "./step.ts";

/** Ways out that only some states have, so that the functions of the others carry neither the client nor the permission. */
export type PortName = "starter" | "executions" | "publish" | "bells";

/** One state of a machine that does something, bound to all it needs but the runtime. */
export interface MachineState<Port extends PortName = PortName> {
  readonly phase: string;
  /** Parses what the machine hands over. */
  readonly input: z.ZodType<TaskInput>;
  readonly services: readonly ServiceName[];
  readonly ports: readonly Port[];
  /** Runs the step on its parsed input. */
  readonly run: (input: TaskInput, runtime: Runtime) => Promise<TaskAnswer>;
}

/** What a Task that carries a run is given. */
type CarriedInput = StepInput | AdmitInput | TakeUpInput;

/** What the machine gets: of the state that admits with the fleet, since its input need not have one; null: it has none. */
export type TaskAnswer = StepAnswer & { readonly fleet?: string | null };

interface StateDefinition<I extends CarriedInput, S extends ServiceName, P extends PortName> {
  readonly phase: string;
  readonly input: z.ZodType<I | RefusedInput>;
  /** The clients that the step uses: a bundle holds just these. */
  readonly services: ClientFactories<S>;
  readonly ports?: readonly P[];
  readonly step: (input: I, context: StepContext<S>) => Promise<StepAnswer>;
}

/**
 * Defines a state: a step with the form of its input, its clients and its ways out. The lambda handlers, the embedded
 * engine, the rehearsal and the tests of permissions read it; nothing else says what a state needs.
 */
export function defineState<I extends CarriedInput, S extends ServiceName, const P extends PortName = never>(
  definition: StateDefinition<I, S, P>,
): MachineState<P> {
  const { phase, input, services, ports = [], step } = definition;
  return {
    phase,
    input,
    services: Object.keys(services) as S[],
    ports,
    run: async (given, runtime) => {
      if ("faults" in given) return { ...(await refuseInput(given, phase, runtime)), fleet: null };
      if ("progress" in given)
        throw new InvalidInput(`${phase} carries a run: it takes no progress of a reading machine`);
      // Who admits makes the fence; an execution whose admission failed does not know its own.
      const fence = "fence" in given ? ((await heldFence(given, runtime)) ?? 0) : 0;
      const context = openContext(phase, { ...given, fence }, services, runtime);
      if ("fence" in given) return step({ ...given, fence } as I, context);
      return { ...(await step(given as I, context)), fleet: given.fleet };
    },
  };
}
