import type { Fleet } from "../../../domain/declaration/fleet.ts";
import type { Finding } from "../../../domain/findings/finding.ts";
import { stormKey, stormsAmong, type Storm } from "../../../domain/findings/storms.ts";
import type { Found } from "../../../domain/outbox/outbox.ts";
import { appendEntry } from "../../../ledger/entries.ts";
import { listFindings } from "../../../ledger/findings.ts";
import { changeStorm, readStorms, type StoredStorm } from "../../../ledger/found/storms.ts";
import { settleBounded } from "../../../rollout/convergence/settle-bounded.ts";
import { answersOf } from "../answers-of.ts";
import { reportFound } from "../report.ts";
import { isUnreadable } from "../unless-corrupt.ts";
import type { WritingContext } from "../write-findings.ts";

const READS_AT_ONCE = 25;
/**
 * A storm that is younger is not over yet: who holds it holds it before they write what it is of, and a function lives for
 * fifteen minutes at most, most for one.
 */
const YOUNG_MS = 300_000;

interface FoundOnFleet {
  readonly fleet: string;
  readonly finding: Finding;
}

interface StormInput {
  /** What is about to be written. */
  readonly found: readonly FoundOnFleet[];
  /** Fleets that count by what stands of them. */
  readonly others: readonly Fleet[];
  /** On how many fleets it could be found. Asked for only where that matters. */
  readonly judged: () => Promise<number>;
}

/**
 * Holds what comes up on too many fleets at once, before it is written: a sweep that comes in between is not to act on it.
 * One that is held, or was acknowledged, stays as it is.
 */
export async function holdStorms(
  { found, others, judged }: StormInput,
  context: WritingContext,
): Promise<void> {
  await holdAll({ found, others, judged }, context);
  await publishStorms(context);
}

async function holdAll({ found, others, judged }: StormInput, context: WritingContext): Promise<void> {
  if (found.every(({ finding }) => stormKey(finding) === null)) return;
  const { stands } = await readStanding(others, context);
  const all = [...stands, ...found];
  if (stormsAmong(all, 0).length === 0) return;
  const known = await readKnown(context);
  // While one cannot be read nothing is begun that could be of a storm.
  if (known === undefined) return;
  const keys = new Set(known.map(({ key }) => key));
  for (const storm of stormsAmong(all, await judged()))
    if (!keys.has(storm.key)) await holdStorm(storm, context);
}

/** Lets go of what does not stand on so many fleets any more. Of a fleet whose findings cannot be read they would be missing. */
export async function endStorms(
  fleets: readonly Fleet[],
  judged: number,
  context: WritingContext,
): Promise<void> {
  const { ledger, clock } = context;
  const now = clock.now();
  const old = ((await readKnown(context)) ?? []).filter(({ since }) => now - since >= YOUNG_MS);
  if (old.length === 0) return;
  const { stands, isWhole } = await readStanding(fleets, context);
  if (!isWhole) return;
  const storms = stormsAmong(stands, judged);
  for (const { key } of old.filter((each) => !storms.some((storm) => storm.key === each.key)))
    await changeStorm(ledger, key, (before) => before && { ...before, endedAt: now });
}

/** What stands of these fleets, and whether it could be read of all of them. */
async function readStanding(
  fleets: readonly Fleet[],
  { ledger }: WritingContext,
): Promise<{ readonly stands: readonly FoundOnFleet[]; readonly isWhole: boolean }> {
  const read = await settleBounded(fleets, READS_AT_ONCE, async ({ fleet }) =>
    (await listFindings(ledger, fleet)).map((finding) => ({ fleet, finding })),
  );
  const readable = read.filter((each) => each.status === "fulfilled" || !isUnreadable(each.reason));
  return { stands: answersOf(readable).flat(), isWhole: readable.length === read.length };
}

/** The storms that stand; undefined when one of them cannot be read, which is published at the end. */
async function readKnown({ ledger }: WritingContext): Promise<readonly StoredStorm[] | undefined> {
  const { storms, faults } = await readStorms(ledger);
  return faults.length === 0 ? storms : undefined;
}

/** Holds what a storm's findings ask for until somebody acknowledges it. */
async function holdStorm(storm: Storm, { ledger, clock, actor }: WritingContext): Promise<void> {
  const now = clock.now();
  const about = { fleet: null, rollout: null, phase: null, kind: "decision" as const, actor };
  const reason = stormReason(storm);
  // Recorded first: who dies in between records it again, and none is held that nobody can read of.
  await appendEntry(ledger, { ...about, at: now, action: "hold-storm", reason, evidence: { storm } });
  await changeStorm(ledger, storm.key, (before) =>
    before !== undefined && before.endedAt === null
      ? before
      : { ...storm, since: now, acknowledged: null, endedAt: null },
  );
}

const stormReason = ({ kind, field, observed, fleets }: Storm): string => {
  const what = kind === "age" ? "servers are too old all at once" : `${field} is ${observed}`;
  return `${what} on ${fleets} fleets: nothing is replaced for it until somebody says so (moult findings acknowledge)`;
};

/**
 * Publishes the storms that nobody has acknowledged, and those that cannot be read, each once. Who dies after holding one leaves
 * that to the next scan.
 */
export async function publishStorms(context: WritingContext): Promise<void> {
  const { storms, faults } = await readStorms(context.ledger);
  const because = faults.map(({ message }) => message).join("; ");
  const unreadable = `no server is replaced for what may be a storm: ${because}`;
  const found = [
    ...storms.filter(({ acknowledged }) => acknowledged === null).map(stormFound),
    ...(faults.length === 0
      ? []
      : [{ commands: ["moult findings"], key: unreadable, kind: "not-judged" as const, reason: unreadable }]),
  ];
  await reportFound({ fleet: null, source: "storms", found, isWhole: true }, context);
}

const stormFound = (storm: StoredStorm): Found => ({
  // One that comes back is another one.
  key: `${storm.key} since ${storm.since}`,
  kind: "storm",
  reason: stormReason(storm),
  commands: ["moult findings", "moult findings acknowledge"],
});
