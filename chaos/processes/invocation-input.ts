import type { Invocation } from "./invocation.ts";

/** What the machine's file hands to a task of a rollout that was admitted. */
interface TaskInput {
  readonly rollout?: string;
  readonly fence?: number;
  readonly execution?: { readonly admitted?: { readonly rollout?: string; readonly fence?: number } };
}

/** The rollout that a task works on; empty: none. */
export function rolloutOf({ input }: Invocation): string {
  const { rollout, execution } = input as TaskInput;
  return execution?.admitted?.rollout ?? rollout ?? "";
}

/** The fence under which a task works; 0: none was given to it. */
export function fenceOf({ input }: Invocation): number {
  const { fence, execution } = input as TaskInput;
  return fence ?? execution?.admitted?.fence ?? 0;
}
