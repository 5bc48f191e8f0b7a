import type { Invocation } from "./invocation.ts";

/** What the machine's file hands to a task of a run that was admitted. */
interface TaskInput {
  readonly rollout?: string;
  readonly recycle?: string;
  readonly retirement?: string;
  /** The generation that a retirement's lease is about. */
  readonly generation?: number;
  readonly fence?: number;
  readonly executionName?: string;
  readonly execution?: { readonly admitted?: { readonly rollout?: string; readonly fence?: number } };
}

/** The run that a task works on; empty: none. */
export function runOf({ input }: Invocation): string {
  const { rollout, recycle, retirement, execution, executionName } = input as TaskInput;
  // An execution whose admission failed has no more than its name: its run's.
  return execution?.admitted?.rollout ?? rollout ?? recycle ?? retirement ?? executionName ?? "";
}

/** The generation whose lease a task acts under; undefined: the fleet's. */
export const generationOf = ({ input }: Invocation): number | undefined => (input as TaskInput).generation;

/** The fence under which a task works; 0: none was given to it. */
export function fenceOf({ input }: Invocation): number {
  const { fence, execution } = input as TaskInput;
  return fence ?? execution?.admitted?.fence ?? 0;
}

/** Whether an execution carries a retirement, by its name: it goes on beside whatever the fleet does. */
export const isRetirement = (execution: string): boolean => /-retirement(-recover-|$)/.test(execution);

/** What a person has typed into the console to have done: `rollback`. Undefined: nobody did. */
export function deedOf({ task, input }: Pick<Invocation, "task" | "input">): string | undefined {
  const { given } = input as { readonly given?: { readonly do?: string } };
  return task === "admit" ? given?.do : undefined;
}
