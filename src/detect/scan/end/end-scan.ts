import { declaredDemand } from "../../../domain/calendar/declared-demand.ts";
import type { Fleet } from "../../../domain/declaration/fleet.ts";
import { scanMeasurements } from "../../../domain/telemetry/scan-measurements.ts";
import { rollouts } from "../../../ledger/runs/rollouts.ts";
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
  await measure(declared, fleets, context);
  const toAct = answersOf(written).flatMap((each) =>
    each?.stands.some(({ mode }) => mode === "replace") ? each.fleet : [],
  );
  const decided = await settleBounded(toAct, DECIDED_AT_ONCE, (fleet) =>
    unlessCorrupt(fleet, context, () => converge(fleet, { actor: ACTOR }, context)),
  );
  const begun = answersOf(decided).filter((each) => each?.execution != null).length;
  return `${servers} servers of ${declared.length} fleets: ${toAct.length} fleets with findings to act on, ${begun} rollouts begun`;
}

/** Before anything is begun for it: what is found, how old, and whether runs may begin as fast as they are due. */
async function measure(
  declared: readonly Fleet[],
  fleets: readonly FleetFindings[],
  { measure: emit, clock, ledger }: ScanContext,
): Promise<void> {
  if (emit === undefined) return;
  const ages = new Map(declared.map(({ fleet, age }) => [fleet, age]));
  const standing = fleets.map(({ fleet, stands }) => ({ stands, age: ages.get(fleet) }));
  // A scan asks AWS for no calendar: each is taken as open, so that no rate is said to be lower than it may be.
  const known = { rollouts: await rollouts.pointers(ledger), calendars: new Map(), now: clock.now() };
  const { rate } = declaredDemand(declared, known);
  emit([
    ...scanMeasurements(standing, clock.now()),
    { metric: "RunsDuePerDay", value: rate.duePerDay },
    { metric: "StartsPerDay", value: rate.startsPerDay },
  ]);
}
