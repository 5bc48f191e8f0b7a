import type { Changing } from "../../server-state.ts";
import type { InstanceRecord } from "../../state.ts";

/** How long a running server takes to apply a changed setting. An assumption: AWS gives no figure. */
const APPLY_SECONDS = 2;

/** Whether a setting is not applied yet: it waits for the server to run, and then takes a moment. */
export function isPending({ changedAt }: Changing<unknown>, instance: InstanceRecord, now: number): boolean {
  if (changedAt === null) return false;
  const { runningAt } = instance;
  return runningAt === null || now < Math.max(changedAt, runningAt) + APPLY_SECONDS * 1000;
}

/** The same setting with what was applied long since told as such, for a server that is about to stop. */
export const settled = <T>(setting: Changing<T>, instance: InstanceRecord, now: number): Changing<T> =>
  isPending(setting, instance, now) ? setting : { value: setting.value, changedAt: null };
