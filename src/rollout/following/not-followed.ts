import type { Work } from "../work.ts";

/** As many as a status shows; the entries have all. */
const MOST = 20;

/** Tells people once what of blue green has not. */
export async function recordNotFollowed(reason: string, work: Work<never>): Promise<void> {
  const { notFollowed } = work.run();
  if (notFollowed.includes(reason)) return;
  await work.note("decision", reason, { action: "not-followed" });
  if (notFollowed.length < MOST) await work.update({ notFollowed: [...notFollowed, reason] });
}
