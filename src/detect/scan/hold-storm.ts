import type { Storm } from "../../domain/findings/storms.ts";
import { appendEntry } from "../../ledger/entries.ts";
import { changeStorm, listStorms } from "../../ledger/storms.ts";
import type { ScanContext } from "./context.ts";

/** Holds what a storm's findings ask for until somebody acknowledges it. One that is held, or was acknowledged, stays as it is. */
export async function holdStorm(storm: Storm, { ledger, clock, publish }: ScanContext): Promise<void> {
  if ((await listStorms(ledger)).some(({ key }) => key === storm.key)) return;
  const now = clock.now();
  const { kind, field, observed, fleets } = storm;
  const what = kind === "age" ? "servers are too old all at once" : `${field} is ${observed}`;
  const reason = `${what} on ${fleets} fleets: nothing is replaced for it until somebody says so (moult findings acknowledge)`;
  const about = { fleet: null, rollout: null, phase: null, kind: "decision" as const, actor: "scan" };
  // Recorded first: who dies in between records it again, and none is held that nobody can read of.
  await appendEntry(ledger, { ...about, at: now, action: "hold-storm", reason, evidence: { storm } });
  const isNew = await changeStorm(ledger, storm.key, (before) =>
    before !== undefined && before.endedAt === null
      ? before
      : { ...storm, since: now, acknowledged: null, endedAt: null },
  );
  if (isNew) await publish("Account Needs Attention", { irregularity: reason });
}
