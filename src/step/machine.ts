import type { Run } from "../domain/run/run.ts";
import type { RunKind } from "./run-kind.ts";
import type { MachineState } from "./state.ts";

/** One state machine, with its states by the name of their function. */
export interface Machine<R extends Run = Run> {
  /** `statemachines/<name>.asl.yml` */
  readonly name: string;
  /** The kind of run it carries; null: it changes no fleet, so that there is nothing to take over. */
  readonly kind: RunKind<R> | null;
  readonly states: Readonly<Record<string, MachineState>>;
}
