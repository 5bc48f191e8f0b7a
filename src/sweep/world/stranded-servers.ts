import type { Group } from "../../aws/auto-scaling/auto-scaling.ts";
import type { Found } from "../../domain/outbox/outbox.ts";
import { isAnyLeft, strandedCommands, strandedIn, strandedWords } from "../../domain/recycle/stranded.ts";
import { leavesServers, type RecycleRecord } from "../../domain/run/recycle.ts";
import { LedgerConflict } from "../../errors/errors.ts";
import { recycles } from "../../ledger/runs/recycles.ts";
import type { StepContext } from "../../step/step.ts";

type Groups = ReadonlyMap<string, Group>;

/** What recycles of a fleet have left in its group, each as long as the group shows it. */
export const strandedFound = (runs: readonly RecycleRecord[], groups: Groups): readonly Found[] =>
  runs.filter(leavesServers).flatMap((run) => foundOf(run, groups.get(run.group)) ?? []);

function foundOf(run: RecycleRecord, group: Group | undefined): Found | null {
  const { id, fleet, stranded } = run;
  if (stranded === null || group === undefined) return null;
  const left = strandedIn(stranded, group);
  if (!isAnyLeft(left)) return null;
  const where = left.standby.length > 0 ? "in standby" : "beyond its size";
  return {
    key: `${id} has left servers ${where}`,
    kind: "servers-stranded",
    reason: `recycle ${id} of ${group.name} could not be undone in time: ${strandedWords(left)}`,
    commands: [
      ...strandedCommands(left, { group: group.name, size: stranded.size }),
      `moult history ${fleet} --rollout ${id}`,
    ],
  };
}

/** Writes down of which of them nothing is left, so that they are looked at no more. A group that is gone has nobody. */
export async function closeStranded(
  runs: readonly RecycleRecord[],
  groups: Groups,
  { ledger, clock }: Pick<StepContext, "ledger" | "clock">,
): Promise<void> {
  for (const run of runs.filter(leavesServers)) {
    if (foundOf(run, groups.get(run.group)) !== null) continue;
    const stored = await recycles.read(ledger, run.fleet, run.id);
    if (stored === undefined || stored.run.stranded === null) continue;
    const over = { ...stored.run.stranded, overAt: clock.now() };
    try {
      await recycles.write(ledger, { ...stored.run, stranded: over }, stored.revision);
    } catch (error) {
      // Another sweep has written it.
      if (!(error instanceof LedgerConflict)) throw error;
    }
  }
}
