import type { ClientFactories, ClientSettings, ServiceName } from "../aws/clients.ts";
import { connect } from "../aws/connect.ts";
import type { AwsMiddleware } from "../aws/middleware/aws-middleware.ts";
import { errors } from "../aws/middleware/errors.ts";
import { guard } from "../aws/middleware/guard.ts";
import { retry } from "../aws/middleware/retry.ts";
import { trace } from "../aws/middleware/trace.ts";
import type { Clock } from "../domain/clock.ts";
import type { Phase } from "../domain/run/rollout.ts";
import type { Ledger } from "../ledger/ledger.ts";
import type { ExecutionReader, RolloutStarter, StepContext, StepInput } from "./step.ts";

/**
 * The functions' time limit. The machine waits ten seconds longer and then tries the step again, or goes another way,
 * under the same fence: in an engine that cannot end a step, this keeps the old one from acting beside that.
 */
export const STEP_SECONDS = 110;

/** What a step runs in: all that differs between Lambda, the embedded engine, a dry run and a test. */
export interface Runtime {
  readonly ledger: Ledger;
  readonly clock: Clock;
  readonly settings: ClientSettings;
  /** From 0 (included) to 1 (excluded). */
  readonly random: () => number;
  readonly starter: RolloutStarter;
  readonly executions: ExecutionReader;
  readonly probe: StepContext["probe"];
  readonly publish: StepContext["publish"];
  /** Told the action of every call that is sent. */
  readonly count?: (action: string) => void;
  /** Told what a step says of its next changes, and in which phase. */
  readonly onReason?: (phase: Phase, reason: string) => void;
  /** More middleware: the dry run, or another way out than the SDK's. */
  readonly middleware?: readonly AwsMiddleware[];
}

/**
 * The context of one invocation of one step: clients that retry, that change nothing without the fleet's live lease
 * and the newest fence, and that write down every change with its reason before it is made.
 */
export function openContext<S extends ServiceName>(
  phase: Phase,
  input: Pick<StepInput, "fleet" | "rollout" | "fence">,
  factories: ClientFactories<S>,
  runtime: Runtime,
): StepContext<S> {
  const { ledger, clock, settings, random } = runtime;
  const { fleet, rollout, fence } = input;
  let said: { reason: string; evidence?: Readonly<Record<string, unknown>> } = {
    reason: `${phase} of ${rollout}`,
  };
  const until = clock.now() + STEP_SECONDS * 1000;
  const guarded = guard({ ledger, clock, claim: { fleet, owner: rollout, fence }, until });
  const middleware = [
    retry({ clock, random }),
    guarded,
    { ...guarded, name: "fence" as const },
    trace({
      ledger,
      clock,
      fleet,
      rollout,
      actor: rollout,
      why: () => ({ ...said, phase }),
      count: (action) => runtime.count?.(action),
    }),
    errors(),
    ...(runtime.middleware ?? []),
  ];
  return {
    ledger,
    clock,
    aws: connect(factories, settings, middleware),
    because: (reason, evidence) => {
      said = { reason, ...(evidence && { evidence }) };
      runtime.onReason?.(phase, reason);
    },
    starter: runtime.starter,
    executions: runtime.executions,
    probe: runtime.probe,
    publish: runtime.publish,
  };
}
