import type { Fleet } from "../../domain/declaration/fleet.ts";
import { listStorms } from "../../ledger/found/storms.ts";
import { converge } from "../../rollout/convergence/converge.ts";
import { settleBounded } from "../../rollout/convergence/settle-bounded.ts";
import { answersOf } from "./answers-of.ts";
import { ACTOR, type ScanContext } from "./context.ts";
import { holdStorms } from "./hold-storms.ts";
import type { ScanProgress } from "./progress.ts";

const FLEETS_AT_ONCE = 10;

/** What a whole scan leads to: storms are held, and the fleets of which something was found are decided about. */
export async function endScan(
  fleets: readonly Fleet[],
  { changed, servers }: ScanProgress,
  context: ScanContext,
): Promise<string> {
  if (changed.length > 0 || (await listStorms(context.ledger)).length > 0)
    await holdStorms(fleets, { ...context, actor: ACTOR });
  const decided = answersOf(
    await settleBounded(changed, FLEETS_AT_ONCE, (fleet) => converge(fleet, { actor: ACTOR }, context)),
  );
  const begun = decided.filter((each) => each?.execution != null).length;
  return `${servers} servers of ${fleets.length} fleets: ${changed.length} fleets with findings to act on, ${begun} rollouts begun`;
}
