import type { RolloutRecord } from "../domain/run/rollout.ts";

/** Whether blue has begun to go: from then on the only way is forward. */
export const isReleased = ({ milestones }: Pick<RolloutRecord, "milestones">): boolean =>
  milestones["blue-released"] !== undefined;
