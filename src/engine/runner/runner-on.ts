import { adoptionClients } from "../../adoption/clients.ts";
import { connect } from "../../aws/connect.ts";
import { ec2Client } from "../../aws/ec2/ec2.ts";
import { imageBuilderClient } from "../../aws/imagebuilder.ts";
import { errors } from "../../aws/middleware/errors.ts";
import { retry } from "../../aws/middleware/retry.ts";
import { ssmClient } from "../../aws/ssm/ssm.ts";
import type { StartedRollout } from "../../operator/start-rollout.ts";
import { askInput } from "../../rollout/convergence/ask-input.ts";
import { askName } from "../../rollout/convergence/run-name.ts";
import { wantedImage } from "../../rollout/convergence/wanted-image.ts";
import { openContext, type Runtime } from "../../step/open-context.ts";
import type { ExecutionInput } from "../../step/step.ts";
import { openSweepContext } from "../../sweep/open-context.ts";
import { sweep } from "../../sweep/sweep.ts";
import type { ControlPlane } from "../control-plane-port.ts";
import { dryRunRollout } from "../dry-run/plan.ts";
import type { Starting } from "./starting.ts";

/** What needs the AWS clients: 0.4 s to load, so it is loaded when it is asked for. */
export type RolloutRunner = Pick<
  ControlPlane,
  "settled" | "start" | "takeUp" | "settle" | "plan" | "wantedImage" | "sweep" | "adoption" | "changing"
> & {
  /** Has an execution look at the fleet now, so that a rollout that waits for a person hears what was done. */
  wake(fleet: string): Promise<void>;
};

/**
 * What runs rollouts on this runtime, wherever its calls lead and whatever time it is there. `reading`: what is otherwise for a person who
 * waits for an answer.
 */
export function runnerOn(
  runtime: Runtime,
  starting: Pick<Starting, "starter" | "resting" | "settled">,
  reading: Partial<Runtime> = {},
): RolloutRunner {
  const { ledger, clock, settings, middleware = [] } = runtime;
  const asked = { ...runtime, ...reading };
  return {
    start: (fleet, ask) => begun(askName(fleet, ask, clock.now()), askInput(fleet, ask), starting),
    takeUp: (fleet, id) => begun(id, { fleet }, starting),
    settle: (fleet, { keep, by, reason }) => {
      const input = { fleet, settle: keep, by, reason };
      return begun(askName(fleet, input, clock.now()), input, starting);
    },
    settled: (fleet, id) => starting.settled(fleet, id).then(() => starting.resting()),
    plan: (fleet, ask) => dryRunRollout({ fleet, ask }, asked),
    wantedImage: async (name) => {
      const naming = { ec2: ec2Client, ssm: ssmClient, imageBuilder: imageBuilderClient };
      const all = [retry(asked), errors(), ...middleware];
      return wantedImage(name, { ledger, clock, aws: connect(naming, settings, all) });
    },
    wake: async (fleet) => {
      await starting.starter.start("rollout", askName(fleet, { wake: clock.now() }, clock.now()), { fleet });
    },
    sweep: async () => {
      const report = await sweep(openSweepContext(runtime));
      return { report, settled: starting.resting() };
    },
    adoption: async () =>
      openContext("Admit", { fleet: "-", run: "adopt", fence: 0 }, adoptionClients, asked),
    changing: async (acting) => openContext("Release", acting, adoptionClients, runtime),
  };
}

/** Starts an execution, and says when nothing of this process is left to do: it, and what its end has begun. */
async function begun(
  id: string,
  input: ExecutionInput,
  starting: Parameters<typeof runnerOn>[1],
): Promise<StartedRollout> {
  await starting.starter.start("rollout", id, input);
  return { id, settled: starting.settled(input.fleet, id).then(() => starting.resting()) };
}
