import { listFindings } from "../../ledger/findings.ts";
import { listFleetNames } from "../../ledger/fleets.ts";
import { listStorms } from "../../ledger/found/storms.ts";
import { listGenerations } from "../../ledger/generations.ts";
import type { Ledger } from "../../ledger/ledger.ts";
import { settleBounded } from "../../rollout/convergence/settle-bounded.ts";
import { mustBeDeclared } from "../fleets/declared-fleet.ts";
import { type FindingsView, type FleetFindings, findingRows, stormRows } from "./findings-view.ts";

const FLEETS_AT_ONCE = 25;

/** Reads the findings of a fleet, or with null those of all fleets. Throws InvalidInput when no fleet has the name. */
export async function readFindings(
  ledger: Ledger,
  of: { readonly fleet: string | null; readonly now: number },
): Promise<FindingsView> {
  const { fleet, now } = of;
  if (fleet !== null) await mustBeDeclared(ledger, fleet);
  const names = fleet === null ? await listFleetNames(ledger) : [fleet];
  const read = await settleBounded(names, FLEETS_AT_ONCE, (name) => readFleetFindings(ledger, name));
  const storms = await listStorms(ledger);
  const found = read.flatMap((each) => (each.status === "fulfilled" ? each.value : []));
  const faults = read.flatMap((each, index) =>
    each.status === "rejected" ? { fleet: names[index] ?? "", error: (each.reason as Error).message } : [],
  );
  const findings = findingRows(found, { storms, now });
  return { fleet, fleets: names.length, findings, storms: stormRows(storms), faults };
}

/** What the ledger has found about the servers of one fleet. */
async function readFleetFindings(ledger: Ledger, fleet: string): Promise<FleetFindings> {
  const [findings, generations] = await Promise.all([
    listFindings(ledger, fleet),
    listGenerations(ledger, fleet),
  ]);
  const live = generations.find(({ generation }) => generation.state === "live");
  return { fleet, findings, live: live?.generation.number };
}
