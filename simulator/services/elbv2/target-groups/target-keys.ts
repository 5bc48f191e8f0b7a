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

/** What this instance may go by, whether it is a target now or not. */
export const keysOfInstance = (
  { otherPorts }: Pick<TargetGroupRecord, "otherPorts">,
  id: string,
): string[] => [id, ...[...otherPorts].map((port) => `${id}:${port}`)];

/** The targets that are this instance, by whichever port. */
export const targetsOfInstance = (group: TargetGroupRecord, id: string): TargetRecord[] =>
  keysOfInstance(group, id).flatMap((key) => group.targets.get(key) ?? []);
