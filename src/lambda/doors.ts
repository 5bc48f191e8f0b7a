import { eventBridgeClient, putEvent } from "../aws/eventbridge.ts";
import { sfnClient, startExecution } from "../aws/sfn.ts";
import { InvalidInput } from "../domain/errors.ts";
import type { RolloutStarter, StepContext } from "../rollout/step.ts";
import { log } from "./log.ts";
import { connectPlain, type Warm } from "./warm.ts";

/** Ways out that only some functions have, so that the others carry neither the client nor the permission. */
export interface Doors {
  starter?(warm: Warm): RolloutStarter;
  publisher?(warm: Warm): StepContext["publish"];
}

/** Starts executions of the deployed machine. Throws InvalidInput when the environment does not name it. */
export function machineStarter(warm: Warm): RolloutStarter {
  const machineArn = warm.env.stateMachineArn;
  if (machineArn === undefined)
    throw new InvalidInput("STATE_MACHINE_ARN is not set: add it to the function's environment");
  const { sfn } = connectPlain({ sfn: sfnClient }, warm);
  return { start: (name, input) => startExecution(sfn, { machineArn, name, input }) };
}

/** Tells the bus. Who listens must not stop a rollout: what fails is logged, the ledger has the same. */
export function busPublisher(warm: Warm): StepContext["publish"] {
  const { eventBridge } = connectPlain({ eventBridge: eventBridgeClient }, warm);
  return async (detailType, detail) => {
    try {
      await putEvent(eventBridge, { source: "moult", detailType, detail });
    } catch (error) {
      log.warn(`the bus was not told "${detailType}"`, error instanceof Error ? error : String(error));
    }
  };
}
