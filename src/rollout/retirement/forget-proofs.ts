import type { Work } from "../work.ts";

/** Blue has served again: that it was drained and that its data was safe has to be proved anew. */
export async function forgetProofs(work: Work<never>): Promise<void> {
  const { drained: _drained, handoff: _proved, ...milestones } = work.run().milestones;
  const { handoff: _handoff, ...commands } = work.run().commands;
  await work.update({ milestones, commands });
}
