import type { TargetGroupRecord, TargetRecord } from "../state.ts";

/**
 * What a target goes by in its group: its instance's id where it has the group's port, `<id>:<port>` where it has
 * another. One instance may be a target many times, by port (ELB/RegisterTargets).
 */
export const targetKey = (
  { port: own }: Pick<TargetGroupRecord, "port">,
  id: string,
  port?: number,
): string => (port === undefined || port === own ? id : `${id}:${port}`);

/** The instance of a target that goes by this key. */
export const instanceOfKey = (key: string): string => key.split(":")[0] ?? key;

/** The targets that are this instance, by whichever port. */
export function targetsOfInstance(group: TargetGroupRecord, id: string): TargetRecord[] {
  const keys = [id, ...[...group.otherPorts].map((port) => `${id}:${port}`)];
  return keys.flatMap((key) => group.targets.get(key) ?? []);
}
