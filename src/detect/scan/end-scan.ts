import type { Fleet } from "../../domain/declaration/fleet.ts";
import { stormsAmong, type Storm } from "../../domain/findings/storms.ts";
import { appendEntry } from "../../ledger/entries.ts";
import { listFindings } from "../../ledger/findings.ts";
import { changeStorm, listStorms } from "../../ledger/found/storms.ts";
import { converge } from "../../rollout/convergence/converge.ts";
import { settleBounded } from "../../rollout/convergence/settle-bounded.ts";
import type { ScanContext } from "./context.ts";
import type { ScanProgress } from "./scan.ts";

const FLEETS_AT_ONCE = 10;
const READS_AT_ONCE = 25;

/** What a whole scan leads to: storms are held, and the fleets of which something was found are decided about. */
export async function endScan(
  fleets: readonly Fleet[],
  { changed, servers }: ScanProgress,
  context: ScanContext,
): Promise<string> {
  if (changed.length > 0 || (await listStorms(context.ledger)).length > 0) await holdStorms(fleets, context);
  const decided = await settleBounded(changed, FLEETS_AT_ONCE, (fleet) =>
    converge(fleet, { actor: "scan" }, context),
  );
  const begun = decided.filter((each) => each.status === "fulfilled" && each.value?.execution != null).length;
  const failed = decided.find((each) => each.status === "rejected");
  if (failed !== undefined) throw failed.reason;
  return `${servers} servers of ${fleets.length} fleets: ${changed.length} fleets with findings to act on, ${begun} rollouts begun`;
}

async function holdStorms(fleets: readonly Fleet[], context: ScanContext): Promise<void> {
  const { ledger, clock } = context;
  const read = await settleBounded(fleets, READS_AT_ONCE, async ({ fleet }) =>
    (await listFindings(ledger, fleet)).map((finding) => ({ fleet, finding })),
  );
  const standing = read.flatMap((each) => (each.status === "fulfilled" ? each.value : []));
  const storms = stormsAmong(standing, fleets.length);
  for (const storm of storms) await begin(storm, context);
  for (const { key } of await listStorms(ledger)) {
    if (storms.some((each) => each.key === key)) continue;
    await changeStorm(ledger, key, (before) => before && { ...before, endedAt: clock.now() });
  }
}

async function begin(storm: Storm, { ledger, clock, publish }: ScanContext): Promise<void> {
  const now = clock.now();
  const isNew = await changeStorm(ledger, storm.key, (before) =>
    before !== undefined && before.endedAt === null
      ? before
      : { ...storm, since: now, acknowledged: null, endedAt: null },
  );
  if (!isNew) return;
  const { kind, field, observed, fleets } = storm;
  const what = kind === "age" ? "servers are too old all at once" : `${field} is ${observed}`;
  const reason = `${what} on ${fleets} fleets: nothing is replaced for it until somebody says so (moult findings acknowledge)`;
  const about = {
    at: now,
    fleet: null,
    rollout: null,
    phase: null,
    kind: "decision" as const,
    actor: "scan",
  };
  await appendEntry(ledger, { ...about, action: "hold-storm", reason, evidence: { storm } });
  await publish("Account Needs Attention", { irregularity: reason });
}
