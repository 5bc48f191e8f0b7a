import { type RecycleRecord, serversOf } from "../../../src/domain/run/recycle.ts";
import type { RolloutRecord } from "../../../src/domain/run/rollout.ts";
import { calendarOf } from "../../../src/views/calendar/calendar.ts";
import type { FindingRow } from "../../../src/views/findings/findings-view.ts";
import type { FleetView } from "../../../src/views/fleet/fleet-view.ts";
import { declaredFleet } from "../../../src/views/fleets/declared-fleet.ts";
import { readCalendar } from "../../../src/views/calendar/read-calendar.ts";
import type { FleetModel } from "../../wire/models.ts";
import { generationModels, sharesOf } from "./generation-models.ts";
import { readFacts } from "../facts.ts";
import { fleetOffers } from "../offers.ts";
import type { Reading } from "../reading.ts";
import { saidOf } from "./said.ts";

const DAY_MS = 86_400_000;
const AHEAD_DAYS = 30;
const LAST_RUNS = 8;

/** One fleet. Throws InvalidInput for a name that no fleet has. */
export async function readFleetPage(fleet: string, reading: Reading): Promise<FleetModel> {
  const { plane, now } = reading;
  const { ledger } = plane;
  const declared = await declaredFleet(ledger, fleet);
  const facts = await readFacts(ledger, { fleet, now });
  const { past, recycles, open, openRecycle, view } = facts;
  return {
    page: "fleet",
    id: fleet,
    said: saidOf(view.explanation),
    run: (open ?? openRecycle)?.id ?? null,
    declared: { by: declared.declaredBy, at: declared.declaredAt },
    attention: view.attention.map(({ kind, reason, commands }) => ({
      id: `${kind} ${reason}`,
      reason,
      commands,
    })),
    generations: generationModels(view.generations, open),
    servers: reading.servers({
      fleet,
      generations: view.generations,
      rollout: view.rollout,
      findings: findingsBy(view.findings),
      // Of one that could go neither on nor back both sides may have traffic still.
      shares: sharesOf(view.generations, open ?? facts.unsettled),
    }),
    next: [...nextOf(view), ...(await aheadOf(fleet, reading))],
    findings: findingModels(view.findings),
    runs: [...past, ...recycles]
      .toSorted((a, b) => b.startedAt - a.startedAt)
      .slice(0, LAST_RUNS)
      .map(runRow),
    offers: fleetOffers(facts),
  };
}

const findingModels = (findings: readonly FindingRow[]): FleetModel["findings"] =>
  findings.map((each) => ({
    id: `${each.server} ${each.kind} ${each.field}`,
    server: each.server,
    words: wordsOf(each),
    consequence: each.consequence,
    since: each.since,
  }));

function runRow(run: RolloutRecord | RecycleRecord): FleetModel["runs"][number] {
  const { id, outcome, outcomeReason, startedAt, endedAt } = run;
  return {
    id,
    image: run.kind === "rollout" ? run.imageTo : run.image,
    inPlace: run.kind === "rollout" ? null : serversOf(run).length,
    outcome,
    reason: outcomeReason ?? "",
    startedAt,
    endedAt,
  };
}

const wordsOf = ({ kind, field, expected, observed }: FindingRow): string =>
  `${kind}: ${field} is ${observed}, expected ${expected}`;

export const findingsBy = (findings: readonly FindingRow[]): ReadonlyMap<string, string> =>
  new Map(findings.map((each) => [each.server, wordsOf(each)]));

/** What is decided now, where that is not already the fleet's sentence. */
function nextOf({ standing }: FleetView): FleetModel["next"] {
  const decision = standing?.decision;
  if (decision?.act !== "start") return [];
  return [{ id: "now", what: decision.reason, at: null, held: "begins at the next look" }];
}

/** What is expected of the next month, from the ledger alone: no call is made for it. */
async function aheadOf(fleet: string, { plane, now }: Reading): Promise<FleetModel["next"]> {
  const sources = await readCalendar(fleet, {
    ledger: plane.ledger,
    clock: { now: () => now },
    readAhead: async () => ({ unreadable: "its calendar is read on the calendar's page" }),
    readServers: async () => Promise.reject(new Error("they are not read for this")),
  });
  const { subjects, booked, slots } = sources;
  const horizon = { from: now, until: now + AHEAD_DAYS * DAY_MS, zone: "UTC" };
  const { fleets } = calendarOf({ subjects, booked, slots, prices: null, withServers: false }, horizon);
  return fleets.flatMap(({ runs, held }) => [
    ...runs.slice(0, 4).map((run) => ({
      id: String(run.at),
      what: run.due.join("; "),
      at: run.at,
      held: run.waits.map(({ reason }) => reason).join("; "),
    })),
    ...(held === null
      ? []
      : [{ id: "held", what: "what is due has not begun", at: held.to, held: held.reason }]),
  ]);
}
