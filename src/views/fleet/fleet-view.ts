import type { Fleet } from "../../domain/declaration/fleet.ts";
import type { Generation } from "../../domain/generation.ts";
import { standsAgainst } from "../../domain/decide/excepted-reason.ts";
import type { Excepted } from "../../domain/run/excepted.ts";
import type { RolloutRecord } from "../../domain/run/rollout.ts";
import { liveOf } from "../../rollout/convergence/read-state.ts";
import type { Entry } from "../../ledger/entries.ts";
import type { ActiveFreeze } from "../../ledger/freezes.ts";
import type { ViewServer } from "./server-states.ts";
import type { Standing } from "./standing.ts";

/** Everything that a person sees of one fleet. */
export interface FleetView {
  readonly fleet: string;
  /** Undefined: the fleet was never replaced, or the rollout was not admitted (yet). */
  readonly rollout: RolloutRecord | undefined;
  /** Green's declared shares of the traffic, percent; empty where there is no traffic to move. */
  readonly steps: readonly number[];
  /** Those that exist still, newest first. */
  readonly generations: readonly Generation[];
  /** The newest, oldest of them first. */
  readonly entries: readonly Entry[];
  readonly frozen: ActiveFreeze | undefined;
  /** What a person refused and only a person begins again, newest first. */
  readonly except: readonly Excepted[];
  /** Undefined: the fleet is not declared. */
  readonly standing: Standing | undefined;
  /** Undefined: they were not read. */
  readonly servers?: readonly ViewServer[] | undefined;
}

/** What the ledger has of a fleet: generations and entries with the newest first. */
interface FleetRecords extends Pick<FleetView, "fleet" | "rollout" | "frozen" | "except" | "standing"> {
  /** Undefined: it is not declared. */
  readonly declared: Fleet | undefined;
  readonly generations: readonly Generation[];
  readonly entries: readonly Entry[];
}

/** The view of a fleet without its servers. */
export function fleetView({ declared, generations, entries, except, ...records }: FleetRecords): FleetView {
  const traffic = declared?.traffic;
  const live = generations.find(({ state }) => state === "live");
  return {
    ...records,
    except: except.filter((each) => standsAgainst(each, live ? liveOf(live) : null)),
    steps: traffic && "steps" in traffic ? traffic.steps : [],
    generations: generations.filter(({ state }) => state !== "gone"),
    entries: [...entries].reverse(),
  };
}
