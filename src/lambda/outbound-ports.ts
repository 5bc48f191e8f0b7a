import { eventBridgeClient, putEvent } from "../aws/eventbridge.ts";
import { sfnClient, startExecution } from "../aws/sfn.ts";
import { InvalidInput } from "../errors/errors.ts";
import { executionReader } from "../step/execution-reader.ts";
import type { ExecutionReader, RolloutStarter, StepContext } from "../step/step.ts";
import { connectPlain, type FunctionRuntime } from "./function-runtime.ts";
import { log } from "./log.ts";

/** Ways out that only some functions have, so that the others carry neither the client nor the permission. */
export interface OutboundPorts {
  starter?(runtime: FunctionRuntime): RolloutStarter;
  executions?(runtime: FunctionRuntime): ExecutionReader;
  publisher?(runtime: FunctionRuntime): StepContext["publish"];
}

function machineArnOf({ env }: FunctionRuntime): string {
  if (env.stateMachineArn !== undefined) return env.stateMachineArn;
  throw new InvalidInput("STATE_MACHINE_ARN is not set: add it to the function's environment");
}

/** Starts executions of the deployed machine. Throws InvalidInput when the environment does not name it. */
export function machineStarter(runtime: FunctionRuntime): RolloutStarter {
  const machineArn = machineArnOf(runtime);
  const { sfn } = connectPlain({ sfn: sfnClient }, runtime);
  return { start: (name, input) => startExecution(sfn, { machineArn, name, input }) };
}

/** Asks Step Functions how an execution of the deployed machine stands. Throws InvalidInput as machineStarter does. */
export function machineExecutions(runtime: FunctionRuntime): ExecutionReader {
  const { sfn } = connectPlain({ sfn: sfnClient }, runtime);
  return executionReader(sfn, machineArnOf(runtime));
}

/** Tells the bus. Who listens must not stop a rollout: what fails is logged, the ledger has the same. */
export function busPublisher(runtime: FunctionRuntime): StepContext["publish"] {
  const { eventBridge } = connectPlain({ eventBridge: eventBridgeClient }, runtime);
  return async (detailType, detail) => {
    try {
      await putEvent(eventBridge, { source: "moult", detailType, detail });
    } catch (error) {
      log.warn(`the bus was not told "${detailType}"`, error instanceof Error ? error : String(error));
    }
  };
}
