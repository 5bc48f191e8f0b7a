import type { Fleet } from "../../domain/declaration/fleet.ts";
import { stormsAmong, type Storm } from "../../domain/findings/storms.ts";
import { appendEntry } from "../../ledger/entries.ts";
import { listFindings } from "../../ledger/findings.ts";
import { changeStorm, listStorms } from "../../ledger/storms.ts";
import { settleBounded } from "../../rollout/convergence/settle-bounded.ts";
import type { WritingContext } from "./write-findings.ts";

const READS_AT_ONCE = 25;

/** Holds what was found on too many fleets at once, and lets go of what is not found on so many any more. */
export async function holdStorms(fleets: readonly Fleet[], context: WritingContext): Promise<void> {
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

async function begin(storm: Storm, { ledger, clock, publish, actor }: WritingContext): Promise<void> {
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
    actor,
  };
  await appendEntry(ledger, { ...about, action: "hold-storm", reason, evidence: { storm } });
  await publish("Account Needs Attention", { irregularity: reason });
}
