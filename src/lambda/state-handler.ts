import { checkedAnswer } from "../step/checked-answer.ts";
import type { MachineState, PortName, TaskAnswer } from "../step/state.ts";
import type { TaskInput } from "../step/step.ts";
import { type FunctionRuntime, initFunction } from "./function-runtime.ts";
import { stepLine } from "./invocation-line.ts";
import { handlerOf, type LambdaHandler } from "./lambda-handler.ts";
import { lambdaRuntime, type OutboundPorts } from "./lambda-runtime.ts";

/**
 * The Lambda function of one state of a machine, with the ways out that the state asks for. Throws InvalidInput, when
 * the function starts, for an environment that is set up wrongly.
 */
export function stateHandler<P extends PortName>(
  state: MachineState<P>,
  ports: Required<Pick<OutboundPorts, P>>,
  own: FunctionRuntime = initFunction(),
): LambdaHandler<TaskAnswer> {
  const runtime = lambdaRuntime(state.phase, ports, own);
  const correlate = (input: TaskInput) => ({
    ...("fleet" in input && { fleet: input.fleet }),
    run: input.run,
  });
  const run = async (input: TaskInput) => checkedAnswer(state.phase, await state.run(input, runtime));
  return handlerOf(state.input, run, { name: state.phase, line: stepLine, correlate, meter: own.meter });
}
