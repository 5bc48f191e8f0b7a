import type { Decision } from "../../domain/decide/decide.ts";
import type { Explanation } from "../../domain/explain/explanation.ts";
import type { Generation } from "../../domain/generation.ts";
import type { Run } from "../../domain/run/run.ts";
import type { DeclaredFleet } from "../../ledger/fleets.ts";
import type { ActiveFreeze } from "../../ledger/freezes.ts";
import type { AttentionRow } from "../fleet/attention.ts";

/**
 * How a fleet is, the one that needs somebody most first: a person has to decide; nothing may be changed; a rollout runs; something is to be
 * begun and is held, or is not known; it begins at the next look; every server is what it should be.
 */
export const fleetStates = ["needs-person", "frozen", "moving", "waits", "due", "steady"] as const;

/** How many servers its live group has. */
export interface FleetSize {
  readonly inService: number;
  readonly desired: number;
}

/** A fleet at a glance. Instants are milliseconds since 1970. */
export interface FleetRow {
  readonly fleet: string;
  readonly state: (typeof fleetStates)[number];
  /** Of the rollout that runs; null: none does. */
  readonly phase: string | null;
  /** The one sentence about it. */
  readonly explanation: Explanation;
  /** The image and the number of the live generation; null: there is none. */
  readonly image: string | null;
  readonly generation: number | null;
  /** Null: they were not read. */
  readonly servers: FleetSize | null;
  readonly frozen: Pick<ActiveFreeze, "reason" | "by" | "until"> | null;
  /** What it waits for, by name (window, budget, back-off, quarantine …) and in words, and when it may be over; null: for nothing. */
  readonly waitsFor: { readonly by: string; readonly reason: string; readonly until: number | null } | null;
  readonly declaredAt: number;
  readonly declaredBy: string;
  /** How many things of it a person has to look at, and the oldest of them. */
  readonly attention: { readonly count: number; readonly oldest: string } | null;
}

/** What the ledger has of a fleet, and what is decided about it now. */
export interface FleetFound {
  readonly declared: DeclaredFleet;
  readonly decision: Decision;
  readonly explanation: Explanation;
  readonly live: Pick<Generation, "number" | "image" | "group"> | null;
  /** The rollout that runs. */
  readonly open: Pick<Run, "phase" | "waiting"> | null;
  readonly frozen: ActiveFreeze | null;
  /** What stands of it, the oldest first. */
  readonly attention: readonly AttentionRow[];
}

/** The row of a fleet. */
export function fleetRow(found: FleetFound, servers: FleetSize | null): FleetRow {
  const { declared, live, open, frozen, attention } = found;
  const [oldest] = attention;
  return {
    fleet: declared.fleet.fleet,
    state: stateOf(found),
    phase: open?.phase ?? null,
    explanation: found.explanation,
    image: live?.image ?? null,
    generation: live?.number ?? null,
    servers,
    frozen: frozen && { reason: frozen.reason, by: frozen.by, until: frozen.until },
    waitsFor: waitsFor(found),
    declaredAt: declared.declaredAt,
    declaredBy: declared.declaredBy,
    attention: oldest === undefined ? null : { count: attention.length, oldest: oldest.reason },
  };
}

function stateOf({ decision, open, frozen, attention }: FleetFound): FleetRow["state"] {
  const because = decision.act === "leave" ? decision.because : null;
  if (because === "needs-person" || attention.some(({ kind }) => kind === "needs-person"))
    return "needs-person";
  if (frozen !== null) return "frozen";
  if (open !== null) return "moving";
  if (because === null) return "due";
  return because === "nothing-due" ? "steady" : "waits";
}

function waitsFor({ decision, open, frozen }: FleetFound): FleetRow["waitsFor"] {
  if (frozen !== null)
    return { by: "frozen", reason: `${frozen.reason} (${frozen.by})`, until: frozen.until };
  if (open !== null)
    return open.waiting && { by: "running", reason: open.waiting.reason, until: open.waiting.until };
  if (decision.act === "start" || decision.because === "nothing-due") return null;
  return { by: decision.because, reason: decision.reason, until: decision.nextAt };
}
