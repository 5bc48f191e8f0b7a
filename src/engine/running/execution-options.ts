import type { Clock } from "../../domain/clock.ts";
import type { Bells } from "./bells.ts";
import type { History } from "../history.ts";
import type { Json } from "../json-path.ts";
import type { Machine } from "../machine.ts";

export interface ExecutionOptions {
  readonly machine: Machine;
  readonly name: string;
  readonly input: unknown;
  readonly clock: Clock;
  /** Runs one Task: the resource's name and its input. What it throws keeps its `name` for Retry and Catch. */
  readonly runTask: (resource: string, input: Json) => Promise<unknown>;
  /** The bells that its states wait for; not there: the machine has none. */
  readonly bells?: Bells;
  /** A number from 0 up to 1, for jitter. */
  readonly random: () => number;
  /** Told of each state entered. */
  readonly onState?: (state: string) => void;
  /** Aborted by StopExecution: the execution ends at that instant, and a Task under way goes on (aws-facts 5). */
  readonly stop?: AbortSignal;
  /** Where a redrive takes up again. */
  from?: { readonly state: string; readonly data: unknown; readonly events: number };
}

/** One execution as it runs. */
export interface Run {
  readonly options: ExecutionOptions;
  readonly history: History;
  transitions: number;
  readonly endsAt: number;
}
