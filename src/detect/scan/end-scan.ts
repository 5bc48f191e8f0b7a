import type { Fleet } from "../../domain/declaration/fleet.ts";
import { stormsAmong } from "../../domain/findings/storms.ts";
import { listFindings } from "../../ledger/findings.ts";
import { changeStorm, listStorms } from "../../ledger/storms.ts";
import { converge } from "../../rollout/convergence/converge.ts";
import { settleBounded } from "../../rollout/convergence/settle-bounded.ts";
import { answersOf } from "./answers-of.ts";
import type { ScanContext } from "./context.ts";
import { holdStorm } from "./hold-storm.ts";
import type { ScanProgress } from "./progress.ts";

const FLEETS_AT_ONCE = 10;
const READS_AT_ONCE = 25;

/** What a whole scan leads to: storms are held, and the fleets of which something was found are decided about. */
export async function endScan(
  fleets: readonly Fleet[],
  { changed, servers }: ScanProgress,
  context: ScanContext,
): Promise<string> {
  if (changed.length > 0 || (await listStorms(context.ledger)).length > 0) await holdStorms(fleets, context);
  const decided = answersOf(
    await settleBounded(changed, FLEETS_AT_ONCE, (fleet) => converge(fleet, { actor: "scan" }, context)),
  );
  const begun = decided.filter((each) => each?.execution != null).length;
  return `${servers} servers of ${fleets.length} fleets: ${changed.length} fleets with findings to act on, ${begun} rollouts begun`;
}

/** Among all that stands. A finding that could not be read ends no storm: the scan fails. */
async function holdStorms(fleets: readonly Fleet[], context: ScanContext): Promise<void> {
  const { ledger, clock } = context;
  const read = await settleBounded(fleets, READS_AT_ONCE, async ({ fleet }) =>
    (await listFindings(ledger, fleet)).map((finding) => ({ fleet, finding })),
  );
  const storms = stormsAmong(answersOf(read).flat(), fleets.length);
  for (const storm of storms) await holdStorm(storm, context);
  for (const { key } of await listStorms(ledger)) {
    if (storms.some((each) => each.key === key)) continue;
    await changeStorm(ledger, key, (before) => before && { ...before, endedAt: clock.now() });
  }
}
