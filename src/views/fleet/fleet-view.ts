import type { Fleet } from "../../domain/declaration/fleet.ts";
import type { Finding } from "../../domain/findings/finding.ts";
import type { Generation } from "../../domain/generation.ts";
import { standsAgainst } from "../../domain/decide/excepted-reason.ts";
import { fleetAttention } from "../../domain/outbox/fleet-attention.ts";
import { explain } from "../../domain/explain/explain.ts";
import type { Explanation } from "../../domain/explain/explanation.ts";
import type { FleetState } from "../../domain/decide/fleet-state.ts";
import type { Outbox } from "../../domain/outbox/outbox.ts";
import type { Excepted } from "../../domain/run/excepted.ts";
import type { RecycleRecord } from "../../domain/run/recycle.ts";
import type { RetirementRecord } from "../../domain/run/retirement.ts";
import type { RolloutRecord } from "../../domain/run/rollout.ts";
import { ageDue, type AgeDue } from "../../rollout/convergence/age-due.ts";
import { liveOf } from "../../rollout/convergence/read-state.ts";
import type { Entry } from "../../ledger/entries.ts";
import type { DueFirst } from "../../ledger/found/due-first.ts";
import type { StoredStorm } from "../../ledger/found/storms.ts";
import type { ActiveFreeze } from "../../ledger/freezes.ts";
import { type FindingRow, findingRows } from "../findings/findings-view.ts";
import { type AttentionRow, attentionRows, type Unsent, unsentOf } from "./attention.ts";
import type { Holder } from "../rollout/read-holder.ts";
import { type RetirementRow, retirementRows } from "./retirement-rows.ts";
import type { ViewServer } from "./server-states.ts";
import type { Standing } from "./standing.ts";

/** Everything that a person sees of one fleet. */
export interface FleetView {
  readonly fleet: string;
  /** Undefined: the fleet was never replaced, or the rollout was not admitted (yet). */
  readonly rollout: RolloutRecord | undefined;
  /** The replacement of servers in place that is looked at, in place of a rollout. Not there: none is. */
  readonly recycle?: RecycleRecord;
  /** Who carries the open run; null: none is open, or nobody holds it. Not there: it was not read. */
  readonly holder?: Holder | null;
  /** How long its last rollouts took that succeeded; null: none has. Not there: it was not read. */
  readonly usualMs?: number | null;
  /** Green's declared shares of the traffic, percent; empty where there is no traffic to move. */
  readonly steps: readonly number[];
  /** What is left of released generations, on its way out beside whatever the fleet does; the newest first. */
  readonly retirements: readonly RetirementRow[];
  /** Those that exist still, newest first. */
  readonly generations: readonly Generation[];
  /** The newest, oldest of them first. */
  readonly entries: readonly Entry[];
  readonly frozen: ActiveFreeze | undefined;
  /** What a person refused and only a person begins again, newest first. */
  readonly except: readonly Excepted[];
  /** Undefined: the fleet is not declared. */
  readonly standing: Standing | undefined;
  /** What a person has to look at, the oldest first. */
  readonly attention: readonly AttentionRow[];
  /** Null: the bus takes what is published. */
  readonly unsent: Unsent | null;
  /** What was found about its servers, the most urgent first. */
  readonly findings: readonly FindingRow[];
  /** The server that is due for its age first; null: no age is declared, or no scan has seen the servers yet. */
  readonly ageDue: AgeDue | null;
  /** The one sentence about the fleet, as of when it was read. */
  readonly explanation: Explanation;
  /** Undefined: they were not read. */
  readonly servers?: readonly ViewServer[] | undefined;
}

/** What the ledger has of a fleet: generations and entries with the newest first. */
interface FleetRecords
  extends Pick<FleetView, "fleet" | "rollout" | "recycle" | "holder" | "frozen" | "except" | "standing"> {
  /** The replacement of servers in place that has not ended; not there: none is open. */
  readonly openRecycle?: RecycleRecord;
  /** Undefined: it is not declared. */
  readonly declared: Fleet | undefined;
  /** Undefined: it is not declared. */
  readonly state?: FleetState | undefined;
  readonly findings: readonly Finding[];
  readonly storms: readonly StoredStorm[];
  readonly dueFirst: DueFirst | null;
  /** Milliseconds since 1970. */
  readonly now: number;
  readonly generations: readonly Generation[];
  readonly entries: readonly Entry[];
  /** The most recently started first. */
  readonly rollouts: readonly RolloutRecord[];
  /** The most recently started first. */
  readonly retirements: readonly RetirementRecord[];
  readonly outbox: Outbox;
}

/** The view of a fleet without its servers. */
export function fleetView(found: FleetRecords): FleetView {
  const { declared, generations, entries, except, findings, storms, dueFirst, now, ...others } = found;
  const { rollouts, retirements, outbox, state, openRecycle, ...records } = others;
  const runs = [...rollouts, ...retirements];
  const traffic = declared?.traffic;
  const live = generations.find(({ state }) => state === "live");
  const seen = { fleet: records.fleet, findings, live: live?.number };
  const quarantined = (live && state?.quarantined.get(live.image)) ?? null;
  const run = rollouts.find(({ endedAt }) => endedAt === null) ?? openRecycle ?? null;
  const holding = run ? { holding: { run, findings } } : {};
  const attention = attentionRows(
    outbox,
    fleetAttention({ fleet: records.fleet, runs, rollouts, generations, quarantined, ...holding }, now),
  );
  const explained = {
    kind: "fleet" as const,
    fleet: records.fleet,
    state: state ?? null,
    freeze: records.frozen ?? null,
    run,
    findings,
    attention,
    unreadable: null,
  };
  return {
    ...records,
    explanation: explain(explained, now),
    usualMs: usualMs(rollouts),
    attention,
    unsent: unsentOf(outbox, now),
    findings: findingRows([seen], { storms, now }),
    ageDue: declared ? ageDue(declared, { first: dueFirst, live: live?.number }) : null,
    except: except.filter((each) => standsAgainst(each, live ? liveOf(live) : null)),
    steps: traffic && "steps" in traffic ? traffic.steps : [],
    retirements: retirementRows(retirements, now),
    generations: generations.filter(({ state }) => state !== "gone"),
    entries: [...entries].reverse(),
  };
}

/** The run that is looked at: the replacement of servers in place, or else the rollout. */
export const shownRun = ({
  rollout,
  recycle,
}: Pick<FleetView, "rollout" | "recycle">): RolloutRecord | RecycleRecord | undefined => recycle ?? rollout;

const LATELY = 3;

/** The middle one of the last three that succeeded. */
function usualMs(rollouts: readonly RolloutRecord[]): number | null {
  const took = rollouts
    .flatMap(({ outcome, startedAt, endedAt }) =>
      outcome === "succeeded" && endedAt !== null ? [endedAt - startedAt] : [],
    )
    .slice(0, LATELY)
    .sort((a, b) => a - b);
  return took[Math.floor((took.length - 1) / 2)] ?? null;
}
