import { explain } from "../../../src/domain/explain/explain.ts";
import { InvalidInput } from "../../../src/errors/errors.ts";
import type { RolloutRecord } from "../../../src/domain/run/rollout.ts";
import { deadlineNow } from "../../../src/domain/run/deadline-now.ts";
import type { FleetView } from "../../../src/views/fleet/fleet-view.ts";
import { mustBeDeclared } from "../../../src/views/fleets/declared-fleet.ts";
import { readHistory } from "../../../src/views/history/read-history.ts";
import type { RunModel } from "../../wire/run-model.ts";
import { readFacts } from "../facts.ts";
import { generationModels, sharesOf } from "./generation-models.ts";
import { runOffers } from "../offers.ts";
import { findingsBy } from "./read-fleet.ts";
import type { Reading } from "../reading.ts";
import { entryModels, phaseModels, trafficModel } from "./run-phases.ts";
import { saidOf } from "./said.ts";

const MOST_ENTRIES = 400;

/** One run, live or as it ended. Throws InvalidInput for one that the ledger does not have. */
export async function readRunPage(
  { fleet, run: id }: { readonly fleet: string; readonly run: string },
  reading: Reading,
): Promise<RunModel> {
  const { ledger } = reading.plane;
  const { now } = reading;
  await mustBeDeclared(ledger, fleet);
  const facts = await readFacts(ledger, { fleet, id, now });
  const { view } = facts;
  const run = view.rollout;
  if (run === undefined)
    throw new InvalidInput(`no rollout is named ${id}: the history of ${fleet} has those there were`);
  const entries = await readHistory(ledger, { fleet, rollout: id, limit: MOST_ENTRIES });
  const isOpen = run.endedAt === null;
  const open = isOpen ? run : undefined;
  const own = view.generations.filter(({ number }) => number === run.green || number === run.blue);
  return {
    page: "run",
    fleet,
    run: id,
    said: saidOf(isOpen ? view.explanation : explain(run, now)),
    image: { from: run.imageFrom, to: run.imageTo },
    startedAt: run.startedAt,
    endedAt: run.endedAt,
    deadlineAt: deadlineNow(run, now),
    usualMs: view.usualMs ?? null,
    outcome: run.outcome,
    phases: phaseModels(run, entries, now),
    traffic: trafficModel(run, entries, { steps: view.steps, now }),
    gates: gateModels(run),
    generations: generationModels(own, open),
    servers: serversOf(view, open, reading),
    entries: [...entryModels(entries)].reverse(),
    offers: isOpen ? runOffers(facts) : [],
  };
}

/** `open`: the run, while it has not ended. */
const serversOf = (
  { fleet, generations, findings }: FleetView,
  open: RolloutRecord | undefined,
  reading: Reading,
): RunModel["servers"] =>
  reading.servers({
    fleet,
    generations,
    rollout: open,
    findings: findingsBy(findings),
    shares: sharesOf(generations, open),
  });

const gateModels = ({ gates }: RolloutRecord): RunModel["gates"] =>
  gates.map(({ gate, verdict, reason, value, threshold }) => ({
    id: gate,
    verdict,
    reason,
    value,
    threshold,
  }));
