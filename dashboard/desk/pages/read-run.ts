import { explain } from "../../../src/domain/explain/explain.ts";
import { InvalidInput } from "../../../src/errors/errors.ts";
import type { RecycleRecord } from "../../../src/domain/run/recycle.ts";
import type { RolloutRecord } from "../../../src/domain/run/rollout.ts";
import { deadlineNow } from "../../../src/domain/run/deadline-now.ts";
import { recycleRows } from "../../../src/views/rollout/recycle-rows.ts";
import type { FleetView } from "../../../src/views/fleet/fleet-view.ts";
import { mustBeDeclared } from "../../../src/views/fleets/declared-fleet.ts";
import { readHistory } from "../../../src/views/history/read-history.ts";
import type { RunModel } from "../../wire/run-model.ts";
import type { Entry } from "../../../src/ledger/entries.ts";
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
  const run = view.rollout ?? view.recycle;
  if (run === undefined)
    throw new InvalidInput(`no run is named ${id}: the history of ${fleet} has those there were`);
  const entries = await readHistory(ledger, { fleet, rollout: id, limit: MOST_ENTRIES });
  const isOpen = run.endedAt === null;
  const open = isOpen && run.kind === "rollout" ? run : undefined;
  return {
    page: "run",
    fleet,
    run: id,
    said: saidOf(isOpen ? view.explanation : explain(run, now)),
    startedAt: run.startedAt,
    endedAt: run.endedAt,
    deadlineAt: deadlineNow(run, now),
    // As rollouts took: a batch is measured by nobody.
    usualMs: run.kind === "rollout" ? (view.usualMs ?? null) : null,
    outcome: run.outcome,
    phases: phaseModels(run, entries, now),
    ...ofKind(run, entries, { view, now }),
    gates: gateModels(run),
    servers: serversOf(view, { open, split: open ?? facts.unsettled }, reading),
    entries: [...entryModels(entries)].reverse(),
    offers: isOpen ? runOffers(facts) : [],
  };
}

/** What a rollout has, and what servers that are replaced in place have instead. */
function ofKind(
  run: RolloutRecord | RecycleRecord,
  entries: readonly Entry[],
  { view, now }: { readonly view: FleetView; readonly now: number },
): Pick<RunModel, "image" | "traffic" | "generations" | "recycle"> {
  const { generations } = view;
  if (run.kind === "recycle")
    return {
      image: { from: null, to: run.image },
      traffic: { moves: false, set: 0, read: null, agreeing: 0, points: [], ahead: [] },
      generations: generationModels(
        generations.filter(({ number }) => number === run.generation),
        undefined,
      ),
      recycle: recycleRows(run),
    };
  const own = generations.filter(({ number }) => number === run.green || number === run.blue);
  return {
    image: { from: run.imageFrom, to: run.imageTo },
    traffic: trafficModel(run, entries, { steps: view.steps, now }),
    generations: generationModels(own, run.endedAt === null ? run : undefined),
    recycle: null,
  };
}

interface Moving {
  /** The run, while it has not ended. */
  readonly open: RolloutRecord | undefined;
  /** The one that both sides may have traffic of: of one that could go neither on nor back they may have it still. */
  readonly split: RolloutRecord | undefined;
}

const serversOf = (
  { fleet, generations, findings }: FleetView,
  { open, split }: Moving,
  reading: Reading,
): RunModel["servers"] =>
  reading.servers({
    fleet,
    generations,
    rollout: open,
    findings: findingsBy(findings),
    shares: sharesOf(generations, split),
  });

const gateModels = ({ gates }: RolloutRecord | RecycleRecord): RunModel["gates"] =>
  gates.map(({ gate, verdict, reason, value, threshold }) => ({
    id: gate,
    verdict,
    reason,
    value,
    threshold,
  }));
