import type { Fleet } from "../domain/declaration/fleet.ts";
import type { Generation } from "../domain/generation.ts";
import { fleetAttention } from "../domain/outbox/fleet-attention.ts";
import type { Found, Outbox } from "../domain/outbox/outbox.ts";
import type { RolloutRecord } from "../domain/run/rollout.ts";
import type { Finding } from "../domain/findings/finding.ts";
import { isRecycle, isRollout, type RunRecord } from "../domain/run/run-record.ts";
import { readFleet } from "../ledger/fleets.ts";
import { type ActiveFreeze, activeFreeze } from "../ledger/freezes.ts";
import { listGenerations } from "../ledger/generations.ts";
import { quarantineIn } from "../ledger/image-verdicts.ts";
import { heedFindings } from "../rollout/convergence/heed-findings.ts";
import type { SweepContext } from "./context.ts";
import { type FleetRuns, findRuns } from "./find-runs.ts";
import type { Known } from "./known.ts";
import type { Outboxes } from "./told/outboxes.ts";
import type { ServedFleet } from "./world/serving.ts";
import type { FoundRun } from "./sweep-run.ts";

/** A fleet has two standing at once, and rolled back a few at most since the older one. */
const NEWEST = 8;

/** As report.ts names the source. */
const BESIDE = "sweep-neighbours";

type Context = Pick<SweepContext, "ledger" | "clock"> & { readonly outboxes: Outboxes };

export interface Records extends FleetRuns {
  readonly fleet: string;
  readonly frozen: ActiveFreeze | undefined;
  /** Undefined: nobody declares it. */
  readonly declared: Fleet | undefined;
  readonly rollouts: readonly RolloutRecord[];
  /** Those that are not gone, the newest first. */
  readonly generations: readonly Generation[];
  /** Why it may not launch the image that it serves with; null: it may. */
  readonly quarantined: string | null;
  /** Whether something stands that was found beside it (neighbours/check-neighbours.ts). */
  readonly isBeset: boolean;
  /** The run that has the fleet, and what was found about its servers, which may have to wait for it; undefined: none is open. */
  readonly holding: { readonly run: RunRecord; readonly findings: readonly Finding[] } | undefined;
}

/**
 * All that the ledger has of a fleet that somebody may have to look at, so that what cannot be read is found before something needs
 * it. Its runs, then its generations: what a run has done to one is written before the run goes on, and a rollout writes its
 * retirement down before it ends.
 */
export async function readRecords(fleet: string, known: Known, context: Context): Promise<Records> {
  const { ledger, clock, outboxes } = context;
  const frozen = await activeFreeze(ledger, fleet, clock.now());
  const declared = await readFleet(ledger, fleet);
  const runs = await findRuns(fleet, known, context);
  const newest = await standing(fleet, ledger, NEWEST);
  const outbox = await outboxes.read(fleet);
  const isWhole = !hasRetained(outbox) && areAccounted(known.tagged.get(fleet) ?? [], newest);
  const open = runs.found.map(({ stored: { run } }) => run).filter(({ endedAt }) => endedAt === null);
  const holder = open.find(isRollout) ?? open.find(isRecycle);
  const live = newest.find(({ state }) => state === "live");
  return {
    fleet,
    quarantined: live ? quarantineIn(known.verdicts, live.image, fleet) : null,
    frozen,
    declared: declared?.fleet,
    ...runs,
    rollouts: runs.found.flatMap(({ stored: { run } }) => (isRollout(run) ? [run] : [])),
    generations: isWhole ? newest : await standing(fleet, ledger, Number.POSITIVE_INFINITY),
    holding: holder && { run: holder, findings: await heedFindings(ledger, fleet) },
    isBeset: !outboxes.isQuiet(fleet, BESIDE),
  };
}

async function standing(fleet: string, ledger: Context["ledger"], limit: number): Promise<Generation[]> {
  const generations = await listGenerations(ledger, fleet, limit);
  return generations.flatMap(({ generation }) => (generation.state === "gone" ? [] : [generation]));
}

/** An old generation that is retained must not be taken for nobody's: where a group is nobody's of these, all are read. */
const areAccounted = (tagged: readonly string[], generations: readonly Generation[]): boolean =>
  tagged.every((name) => generations.some(({ group }) => group === name));

const hasRetained = ({ attention }: Outbox): boolean =>
  attention.some(({ kind, endedAt }) => kind === "generation-retained" && endedAt === null);

/** What a person has to look at by these records, and how the fleet is served. */
export function seenOf(
  { fleet, frozen, declared, found, rollouts, generations, quarantined, holding, endedAt }: Records,
  now: number,
): { readonly attention: readonly Found[]; readonly served: ServedFleet | undefined } {
  const all = found.map(({ stored }: FoundRun) => stored.run);
  const attention = fleetAttention({ fleet, runs: all, rollouts, generations, quarantined, holding }, now);
  const served = declared && {
    declared,
    generations,
    frozen: frozen?.scope ?? null,
    open: rollouts.find((run) => run.endedAt === null)?.id ?? null,
    needsPerson: attention.some(({ kind }) => kind === "needs-person"),
    endedAt,
  };
  return { attention, served };
}
