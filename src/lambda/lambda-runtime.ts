import { lambdaSettings } from "../aws/lambda-settings.ts";
import { InvalidInput } from "../errors/errors.ts";
import type { Runtime } from "../step/open-context.ts";
import type { BellRinger, ExecutionReader, ExecutionStarter, StepContext } from "../step/step.ts";
import type { FunctionRuntime } from "./function-runtime.ts";
import { httpProbe } from "./probe.ts";

/** Ways out that only some functions have, so that the others carry neither the client nor the permission. */
export interface OutboundPorts {
  readonly starter?: (own: FunctionRuntime) => ExecutionStarter;
  readonly executions?: (own: FunctionRuntime) => ExecutionReader;
  readonly bells?: (own: FunctionRuntime) => BellRinger;
  readonly publish?: (own: FunctionRuntime) => StepContext["publish"];
}

/** What the code of one function runs in. A way out that the function was not given throws InvalidInput when it is used. */
export function lambdaRuntime(name: string, ports: OutboundPorts, own: FunctionRuntime): Runtime {
  const { env, ledger, clock, meter } = own;
  const missing = (what: string) => () =>
    Promise.reject(
      new InvalidInput(`the function of ${name} has no way to ${what}: give it one in its handler`),
    );
  return {
    ledger,
    clock,
    settings: lambdaSettings(env.region),
    // It is whoever admits that takes the lease of a fleet.
    ...(name === "Admit" &&
      env.stateMachineArn !== undefined && {
        carrier: { kind: "step-functions" as const, machine: env.stateMachineArn },
      }),
    random: Math.random,
    starter: ports.starter?.(own) ?? { start: missing("start executions") },
    executions: ports.executions?.(own) ?? { status: missing("ask about executions") },
    bells: ports.bells?.(own) ?? { ring: missing("ring") },
    publish: ports.publish?.(own) ?? missing("publish events"),
    probe: httpProbe(env.probeProxy),
    ...(meter && { measure: meter.measure, middleware: [meter.middleware] }),
    ...(env.legPolls !== undefined && { legPolls: env.legPolls }),
    ...(env.atOnce !== undefined && { atOnce: env.atOnce }),
    ...(env.version !== undefined && { version: env.version }),
  };
}
