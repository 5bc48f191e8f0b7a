import { busOf, eventBridgeClient } from "../aws/eventbridge.ts";
import { sendTaskSuccess, sfnClient, siblingMachineArn, startExecution } from "../aws/sfn.ts";
import { wholeDetail } from "../domain/outbox/whole-detail.ts";
import { InvalidInput } from "../errors/errors.ts";
import { executionReader } from "../step/recovery/execution-reader.ts";
import type { BellRinger, ExecutionReader, ExecutionStarter, StepContext } from "../step/step.ts";
import { connectPlain, type FunctionRuntime } from "./function-runtime.ts";
import { log } from "./log.ts";

/** Where the machine of a name is. Throws InvalidInput when the environment does not name the rollout's. */
function machineArns({ env }: FunctionRuntime): (machine: string) => string {
  const { stateMachineArn } = env;
  if (stateMachineArn !== undefined) return (machine) => siblingMachineArn(stateMachineArn, machine);
  throw new InvalidInput("STATE_MACHINE_ARN is not set: add it to the function's environment");
}

/** Starts executions of the deployed machines. Throws InvalidInput when the environment does not name it. */
export function machineStarter(runtime: FunctionRuntime): ExecutionStarter {
  const machineArn = machineArns(runtime);
  const { sfn } = connectPlain({ sfn: sfnClient }, runtime);
  return {
    start: (machine, name, input) => startExecution(sfn, { machineArn: machineArn(machine), name, input }),
  };
}

/** Asks Step Functions how an execution of a deployed machine stands. Throws InvalidInput as machineStarter does. */
export function machineExecutions(runtime: FunctionRuntime): ExecutionReader {
  const { sfn } = connectPlain({ sfn: sfnClient }, runtime);
  return executionReader(sfn, machineArns(runtime));
}

/** Rings the bells of the deployed machines. */
export function machineBells(runtime: FunctionRuntime): BellRinger {
  const { sfn } = connectPlain({ sfn: sfnClient }, runtime);
  return { ring: (token) => sendTaskSuccess(sfn, token) };
}

/** Publishes to the bus. Who listens must not stop a run: what the bus does not take is logged, and sent again later. */
export function busPublisher(runtime: FunctionRuntime): StepContext["publish"] {
  const { eventBridge } = connectPlain({ eventBridge: eventBridgeClient }, runtime);
  const publish = busOf(eventBridge, ({ detailType, id }, error) =>
    log.warn(`the bus did not take "${detailType}" ${id}: it is sent again`, error),
  );
  return async (events) => {
    const answers = await publish(events);
    for (const [index, event] of events.entries())
      if (answers[index] === true)
        log.info(`published "${event.detailType}" ${event.id}`, { detail: wholeDetail(event) });
    return answers;
  };
}
