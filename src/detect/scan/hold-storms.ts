import type { Fleet } from "../../domain/declaration/fleet.ts";
import type { Finding } from "../../domain/findings/finding.ts";
import { stormsAmong, type Storm } from "../../domain/findings/storms.ts";
import { LedgerCorrupt } from "../../errors/errors.ts";
import { appendEntry } from "../../ledger/entries.ts";
import { listFindings } from "../../ledger/findings.ts";
import { changeStorm, listStorms } from "../../ledger/found/storms.ts";
import { settleBounded } from "../../rollout/convergence/settle-bounded.ts";
import { answersOf } from "./answers-of.ts";
import type { WritingContext } from "./write-findings.ts";

const READS_AT_ONCE = 25;

interface FoundOnFleet {
  readonly fleet: string;
  readonly finding: Finding;
}

/**
 * Holds what stands on too many fleets at once, and lets go of what does not stand on so many any more. Where a fleet's
 * findings are corrupt they would be missing, so that no storm is over. `found` is about to be written down.
 */
export async function holdStorms(
  fleets: readonly Fleet[],
  context: WritingContext,
  found: readonly FoundOnFleet[] = [],
): Promise<void> {
  const { ledger, clock } = context;
  const read = await settleBounded(fleets, READS_AT_ONCE, async ({ fleet }) =>
    (await listFindings(ledger, fleet)).map((finding) => ({ fleet, finding })),
  );
  const isCorrupt = (each: PromiseSettledResult<unknown>): boolean =>
    each.status === "rejected" && each.reason instanceof LedgerCorrupt;
  const readable = read.filter((each) => !isCorrupt(each));
  const storms = stormsAmong([...answersOf(readable).flat(), ...found], fleets.length);
  for (const storm of storms) await holdStorm(storm, context);
  if (readable.length < read.length) return;
  for (const { key } of await listStorms(ledger)) {
    if (storms.some((each) => each.key === key)) continue;
    await changeStorm(ledger, key, (before) => before && { ...before, endedAt: clock.now() });
  }
}

/** Holds what a storm's findings ask for until somebody acknowledges it. One that is held, or was acknowledged, stays as it is. */
export async function holdStorm(
  storm: Storm,
  { ledger, clock, publish, actor }: WritingContext,
): Promise<void> {
  if ((await listStorms(ledger)).some(({ key }) => key === storm.key)) return;
  const now = clock.now();
  const { kind, field, observed, fleets } = storm;
  const what = kind === "age" ? "servers are too old all at once" : `${field} is ${observed}`;
  const reason = `${what} on ${fleets} fleets: nothing is replaced for it until somebody says so (moult findings acknowledge)`;
  const about = { fleet: null, rollout: null, phase: null, kind: "decision" as const, actor };
  // Recorded first: who dies in between records it again, and none is held that nobody can read of.
  await appendEntry(ledger, { ...about, at: now, action: "hold-storm", reason, evidence: { storm } });
  const isNew = await changeStorm(ledger, storm.key, (before) =>
    before !== undefined && before.endedAt === null
      ? before
      : { ...storm, since: now, acknowledged: null, endedAt: null },
  );
  if (isNew) await publish("Account Needs Attention", { irregularity: reason });
}
