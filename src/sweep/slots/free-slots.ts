import type { TakenSlot } from "../../ledger/brakes/slots.ts";
import { settleSlots } from "../../ledger/brakes/slots.ts";
import { openFleetRun } from "../../ledger/runs/open-run.ts";
import { recycles } from "../../ledger/runs/recycles.ts";
import { rollouts } from "../../ledger/runs/rollouts.ts";
import type { SweepContext } from "../context.ts";

/** An Admit that took a slot has written its record long before: its state ends after 120 s, and its lease after ten minutes. */
const BEGINNING_MS = 900_000;

/**
 * Puts right which rollouts have the account's slots: those that are open, and those that are about to begin. One whose process died
 * in between loses its slot here. Answers what it failed with; null: nothing.
 */
export async function freeSlots({
  ledger,
  clock,
  atOnce,
}: Pick<SweepContext, "ledger" | "clock" | "atOnce">): Promise<unknown> {
  if (atOnce === undefined) return null;
  try {
    const open = atOnce === null ? [] : await openRuns(ledger);
    await settleSlots(ledger, atOnce, async (runs) => {
      const taken = runs.filter(({ fleet, at }) => clock.now() - at < BEGINNING_MS && !open.some(of(fleet)));
      const begin = await Promise.all(
        taken.map(async (each) => ((await hasEnded(ledger, each)) ? [] : [each])),
      );
      return [...open, ...begin.flat()].sort((a, b) => a.at - b.at || (a.run < b.run ? -1 : 1));
    });
    return null;
  } catch (error) {
    return error;
  }
}

const of =
  (fleet: string) =>
  (each: TakenSlot): boolean =>
    each.fleet === fleet;

async function openRuns(ledger: SweepContext["ledger"]): Promise<readonly TakenSlot[]> {
  const pointers = [...(await rollouts.pointers(ledger)), ...(await recycles.pointers(ledger))];
  const fleets = pointers.flatMap(([fleet, { runs }]) =>
    runs.some(({ restsAt }) => restsAt === null) ? [fleet] : [],
  );
  const open = await Promise.all([...new Set(fleets)].map((fleet) => openFleetRun(ledger, fleet)));
  return open.flatMap((each) =>
    each ? [{ fleet: each.run.fleet, run: each.run.id, at: each.run.startedAt }] : [],
  );
}

const hasEnded = async (ledger: SweepContext["ledger"], { fleet, run }: TakenSlot): Promise<boolean> =>
  ((await rollouts.read(ledger, fleet, run)) ?? (await recycles.read(ledger, fleet, run)))?.run.endedAt !=
  null;
