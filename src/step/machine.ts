import type { Run } from "../domain/run/run.ts";
import type { RunKind } from "./run-kind.ts";
import type { MachineState } from "./state.ts";

/** One state machine: the kind of run it carries, and its states by the name of their function. */
export interface Machine<R extends Run = Run> {
  readonly kind: RunKind<R>;
  readonly states: Readonly<Record<string, MachineState>>;
}
