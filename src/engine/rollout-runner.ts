import { hostname } from "node:os";
import type { ClientSettings } from "../aws/clients.ts";
import { connect } from "../aws/connect.ts";
import { busOf, eventBridgeClient } from "../aws/eventbridge.ts";
import { errors } from "../aws/middleware/errors.ts";
import { retry } from "../aws/middleware/retry.ts";
import type { Carrier } from "../domain/run/may-still-run.ts";
import type { Runtime } from "../step/open-context.ts";
import { realClock } from "../step/real-clock.ts";
import type { ControlPlaneOptions } from "./control-plane-port.ts";
import { type RolloutRunner, runnerOn } from "./runner/runner-on.ts";
import { openStarting } from "./runner/starting.ts";

/** A person who waits for an answer is told soon that there is none; a rollout that this process carries waits on. */
const PERSONS_PATIENCE_MS = 2000;

/** What runs rollouts, in this process or by Step Functions. Throws InvalidInput for missing options. */
export async function openRolloutRunner(
  options: ControlPlaneOptions,
  { ledger, probe }: Pick<Runtime, "ledger" | "probe">,
): Promise<RolloutRunner> {
  const settings: ClientSettings = {
    region: options.region,
    ...(options.endpoint !== undefined && { endpoint: options.endpoint }),
    ...(await options.connection?.()),
  };
  const reading = { unansweredMs: PERSONS_PATIENCE_MS };
  const middleware = [retry({ clock: realClock, random: Math.random, ...reading }), errors()];
  const { eventBridge } = connect({ eventBridge: eventBridgeClient }, settings, middleware);
  const carrier: Carrier | undefined =
    options.engine === "embedded" ? { kind: "process", host: hostname(), pid: process.pid } : undefined;
  const base = { ledger, clock: realClock, settings, random: Math.random, probe, carrier };
  const publish = busOf(eventBridge);
  const starting = openStarting({ ...base, publish }, options);
  const { starter, executions } = starting;
  return runnerOn({ ...base, publish, starter, executions }, starting, reading);
}
