import type { Fleet } from "../../../domain/declaration/fleet.ts";
import { converge } from "../../../rollout/convergence/converge.ts";
import { settleBounded } from "../../../rollout/convergence/settle-bounded.ts";
import { answersOf } from "../answers-of.ts";
import { ACTOR, type ScanContext } from "../context.ts";
import type { FleetFindings } from "../judge-fleet.ts";
import { unlessCorrupt } from "../unless-corrupt.ts";
import { writeFindings } from "../write-findings.ts";
import { endStorms, holdStorms, publishStorms } from "./hold-storms.ts";

/** Fleets whose items of the ledger are written at once. */
const LEDGER_AT_ONCE = 25;
const DECIDED_AT_ONCE = 10;

interface Whole {
  readonly fleets: readonly FleetFindings[];
  /** How many of all fleets were judged. */
  readonly judged: number;
  /** How many servers were read. */
  readonly servers: number;
}

/**
 * What a whole scan leads to: storms are held, what was found is written down, and the fleets of which something is to be acted on are
 * decided about. A fleet that cannot be read is left out, and the others go on.
 */
export async function endScan(
  declared: readonly Fleet[],
  { fleets, judged, servers }: Whole,
  context: ScanContext,
): Promise<string> {
  const writing = { ...context, actor: ACTOR };
  const names = new Set(fleets.map(({ fleet }) => fleet));
  const found = fleets.flatMap(({ fleet, stands }) => stands.map((finding) => ({ fleet, finding })));
  const others = declared.filter(({ fleet }) => !names.has(fleet));
  await holdStorms({ found, others, judged: async () => judged }, writing);
  const written = await settleBounded(fleets, LEDGER_AT_ONCE, (each) =>
    unlessCorrupt(each.fleet, context, async () => {
      await writeFindings(each, writing);
      return each;
    }),
  );
  await endStorms(declared, judged, writing);
  await publishStorms(writing);
  const toAct = answersOf(written).flatMap((each) =>
    each?.stands.some(({ mode }) => mode === "replace") ? each.fleet : [],
  );
  const decided = await settleBounded(toAct, DECIDED_AT_ONCE, (fleet) =>
    unlessCorrupt(fleet, context, () => converge(fleet, { actor: ACTOR }, context)),
  );
  const begun = answersOf(decided).filter((each) => each?.execution != null).length;
  return `${servers} servers of ${declared.length} fleets: ${toAct.length} fleets with findings to act on, ${begun} rollouts begun`;
}
