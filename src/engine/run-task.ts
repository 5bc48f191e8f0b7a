import type * as z from "zod";
import { autoScalingClient } from "../aws/auto-scaling/auto-scaling.ts";
import type { ClientFactories, ServiceName } from "../aws/clients.ts";
import { cloudWatchClient } from "../aws/cloudwatch.ts";
import { ec2Client } from "../aws/ec2/ec2.ts";
import { elbv2Client } from "../aws/elbv2/elbv2.ts";
import { imageBuilderClient } from "../aws/imagebuilder.ts";
import { ssmClient } from "../aws/ssm/ssm.ts";
import type { Phase } from "../domain/run/rollout.ts";
import { admit } from "../rollout/states/admit.ts";
import { bake } from "../rollout/states/bake.ts";
import { closeRollout } from "../rollout/states/close-rollout.ts";
import { launchGreen } from "../rollout/states/launch-green.ts";
import { observeGreen } from "../rollout/states/observe-green.ts";
import { retireBlue } from "../rollout/states/retire-blue.ts";
import { rollBack } from "../rollout/states/roll-back.ts";
import { shiftTraffic } from "../rollout/states/shift-traffic.ts";
import { validateGreen } from "../rollout/states/validate-green.ts";
import { heldFence } from "../step/held-fence.ts";
import { openContext, type Runtime } from "../step/open-context.ts";
import type { AdmitInput, Step, StepContext, StepInput } from "../step/step.ts";
import { admitTask, endingTask, stepTask } from "../step/task-input.ts";

const factories = {
  ec2: ec2Client,
  autoScaling: autoScalingClient,
  elbv2: elbv2Client,
  ssm: ssmClient,
  cloudWatch: cloudWatchClient,
  imageBuilder: imageBuilderClient,
} satisfies Partial<ClientFactories<ServiceName>>;
type Services = keyof typeof factories;

type Task = (input: unknown, runtime: Runtime) => Promise<unknown>;

const stepOf =
  (phase: Phase, schema: z.ZodType<StepInput>, step: Step<Services>): Task =>
  async (raw, runtime) => {
    const input = schema.parse(raw);
    const fence = (await heldFence(input, runtime.ledger)) ?? 0;
    return step({ ...input, fence }, openContext(phase, { ...input, fence }, factories, runtime));
  };

const admitOf: Task = (raw, runtime) => {
  const input: AdmitInput = admitTask.parse(raw);
  const context: StepContext<Services> = openContext("Admit", { ...input, fence: 0 }, factories, runtime);
  return admit(input, context);
};

/** The Tasks of the machine by the name of their function. */
const tasks: Readonly<Record<string, Task>> = {
  admit: admitOf,
  launchGreen: stepOf("LaunchGreen", stepTask, launchGreen),
  observeGreen: stepOf("ObserveGreen", stepTask, observeGreen),
  validateGreen: stepOf("ValidateGreen", stepTask, validateGreen),
  shiftTraffic: stepOf("ShiftTraffic", stepTask, shiftTraffic),
  bake: stepOf("Bake", stepTask, bake),
  retireBlue: stepOf("RetireBlue", stepTask, retireBlue),
  rollBack: stepOf("RollBack", endingTask, rollBack),
  closeRollout: stepOf("CloseRollout", endingTask, closeRollout),
};

/** Runs the Task of one function in this process, as Lambda would. Throws for a function the machine does not have. */
export function runTask(resource: string, input: unknown, runtime: Runtime): Promise<unknown> {
  const task = tasks[resource];
  if (task === undefined)
    throw new Error(`No function is named ${resource}; there are ${Object.keys(tasks).join(", ")}.`);
  return task(input, runtime);
}
