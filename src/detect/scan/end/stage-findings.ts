import type { Fleet } from "../../../domain/declaration/fleet.ts";
import { standsAfter } from "../../../domain/findings/changed-findings.ts";
import type { Finding } from "../../../domain/findings/finding.ts";
import { listStaged, stageFinding } from "../../../ledger/findings.ts";
import { settleBounded } from "../../../rollout/convergence/settle-bounded.ts";
import { answersOf } from "../answers-of.ts";
import type { ScanContext } from "../context.ts";
import type { FleetFindings } from "../judge-fleet.ts";
import { readOpenFleet } from "../open-fleet.ts";
import { unlessCorrupt } from "../unless-corrupt.ts";

/** Fleets whose items of the ledger are read or written at once. */
const LEDGER_AT_ONCE = 25;

/**
 * Writes down what a part of a scan has found, so that it counts when the scan has ended and never when it has not: nobody else
 * reads it. `part` tells it from what an earlier try of the same part wrote.
 */
export async function stageFindings(
  fleets: readonly FleetFindings[],
  part: number,
  context: ScanContext,
): Promise<void> {
  const staged = await settleBounded(fleets, LEDGER_AT_ONCE, ({ fleet, put, lift }) =>
    unlessCorrupt(fleet, context, async () => {
      const stage = (about: Finding, finding: Finding | null): Promise<void> =>
        stageFinding(context.ledger, fleet, about, { part, finding });
      for (const each of put) await stage(each, each);
      for (const each of lift) await stage(each, null);
    }),
  );
  answersOf(staged);
}

/** What all parts have found, with what stands; a fleet that has begun to move since it was judged is left as it is. */
export async function readStaged(
  declared: readonly Fleet[],
  parts: readonly number[],
  context: ScanContext,
): Promise<FleetFindings[]> {
  const read = await settleBounded(declared, LEDGER_AT_ONCE, (fleet) =>
    unlessCorrupt(fleet.fleet, context, () => readFleetStaged(fleet, parts, context)),
  );
  return answersOf(read).filter((each) => each !== undefined);
}

async function readFleetStaged(
  declared: Fleet,
  parts: readonly number[],
  context: ScanContext,
): Promise<FleetFindings> {
  const { fleet } = declared;
  const { standing, put, lift } = await listStaged(context.ledger, fleet, parts);
  const unchanged = { fleet, standing, put: [], lift: [], stands: standing };
  if (put.length + lift.length === 0) return unchanged;
  const open = await readOpenFleet(declared, context);
  if (open === undefined) return unchanged;
  const own = put.filter(({ generation }) => generation === open.live.generation.number);
  return { fleet, standing, put: own, lift, stands: standsAfter(standing, { put: own, lift }) };
}
