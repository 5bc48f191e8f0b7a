import { hostname } from "node:os";
import { adoptionClients } from "../adoption/clients.ts";
import type { ClientSettings } from "../aws/clients.ts";
import { connect } from "../aws/connect.ts";
import { ec2Client } from "../aws/ec2/ec2.ts";
import { busOf, eventBridgeClient } from "../aws/eventbridge.ts";
import { imageBuilderClient } from "../aws/imagebuilder.ts";
import { errors } from "../aws/middleware/errors.ts";
import { retry } from "../aws/middleware/retry.ts";
import { ssmClient } from "../aws/ssm/ssm.ts";
import type { Carrier } from "../domain/run/may-still-run.ts";
import { wantedImage } from "../rollout/convergence/wanted-image.ts";
import type { StartedRollout } from "../operator/start-rollout.ts";
import { askInput } from "../rollout/convergence/ask-input.ts";
import { askName } from "../rollout/convergence/run-name.ts";
import { openContext, type Runtime } from "../step/open-context.ts";
import { realClock } from "../step/real-clock.ts";
import type { ExecutionInput } from "../step/step.ts";
import { openSweepContext } from "../sweep/open-context.ts";
import { sweep } from "../sweep/sweep.ts";
import type { ControlPlane, ControlPlaneOptions } from "./control-plane-port.ts";
import { dryRunRollout } from "./dry-run/plan.ts";
import { openStarting, type Starting } from "./starting.ts";

/** What needs the AWS clients: 0.4 s to load, so it is loaded when it is asked for. */
export type RolloutRunner = Pick<
  ControlPlane,
  "start" | "takeUp" | "settle" | "plan" | "wantedImage" | "sweep" | "adoption" | "changing"
>;

/** What runs rollouts, in this process or by Step Functions. Throws InvalidInput for missing options. */
export async function openRolloutRunner(
  options: ControlPlaneOptions,
  { ledger, probe }: Pick<Runtime, "ledger" | "probe">,
): Promise<RolloutRunner> {
  const settings: ClientSettings = {
    region: options.region,
    ...(options.endpoint !== undefined && { endpoint: options.endpoint }),
  };
  const middleware = [retry({ clock: realClock, random: Math.random }), errors()];
  const { eventBridge } = connect({ eventBridge: eventBridgeClient }, settings, middleware);
  const carrier: Carrier | undefined =
    options.engine === "embedded" ? { kind: "process", host: hostname(), pid: process.pid } : undefined;
  const base = { ledger, clock: realClock, settings, random: Math.random, probe, carrier };
  const publish = busOf(eventBridge);
  const starting = openStarting({ ...base, publish }, options);
  const { starter, executions } = starting;
  const runtime: Runtime = { ...base, publish, starter, executions };
  return {
    start: (fleet, ask) => begun(askName(fleet, ask, realClock.now()), askInput(fleet, ask), starting),
    takeUp: (fleet, id) => begun(id, { fleet }, starting),
    settle: (fleet, { keep, by, reason }) => {
      const input = { fleet, settle: keep, by, reason };
      return begun(askName(fleet, input, realClock.now()), input, starting);
    },
    plan: (fleet, ask) => dryRunRollout({ fleet, ask }, runtime),
    wantedImage: async (name) => {
      const naming = { ec2: ec2Client, ssm: ssmClient, imageBuilder: imageBuilderClient };
      return wantedImage(name, { ledger, clock: realClock, aws: connect(naming, settings, middleware) });
    },
    sweep: async () => {
      const report = await sweep(openSweepContext(runtime));
      return { report, settled: starting.resting() };
    },
    adoption: async () =>
      openContext("Admit", { fleet: "-", run: "adopt", fence: 0 }, adoptionClients, runtime),
    changing: async (acting) => openContext("Release", acting, adoptionClients, runtime),
  };
}

/** Starts an execution, and says when nothing of this process is left to do: it, and what its end has begun. */
async function begun(id: string, input: ExecutionInput, starting: Starting): Promise<StartedRollout> {
  await starting.starter.start("rollout", id, input);
  return { id, settled: starting.settled(input.fleet, id).then(() => starting.resting()) };
}
