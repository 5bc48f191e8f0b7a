import type { Work } from "../work.ts";

/** More than a group has things by AWS's quotas: what is forgotten first is noted again where it recurs. */
const MOST = 300;

/** Tells people once what of blue green has not. */
export async function recordNotFollowed(reason: string, work: Work<never>): Promise<void> {
  const { notFollowed } = work.run();
  if (notFollowed.includes(reason)) return;
  await work.note("decision", reason, { action: "not-followed" });
  await work.update({ notFollowed: [...notFollowed, reason].slice(-MOST) });
}
