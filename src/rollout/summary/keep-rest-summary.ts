import type { FleetState } from "../../domain/decide/fleet-state.ts";
import { explain } from "../../domain/explain/explain.ts";
import { type FleetSummary, summaryOf } from "../../domain/explain/fleet-summary.ts";
import type { Outbox } from "../../domain/outbox/outbox.ts";
import type { RecycleRecord } from "../../domain/run/recycle.ts";
import type { RolloutRecord } from "../../domain/run/rollout.ts";
import { keepSummary } from "../../ledger/board/summaries.ts";
import { activeFreeze } from "../../ledger/freezes.ts";
import { readOutbox } from "../../ledger/outbox/outbox.ts";
import type { StepContext } from "../../step/step.ts";
import { runSummary } from "./run-summary.ts";

type Context = Pick<StepContext, "ledger" | "clock">;

/** What whoever writes a summary knows already; what is left out is read. */
export interface SummaryKnown {
  /** What is written of the fleet. */
  readonly summary?: FleetSummary | undefined;
  readonly outbox?: Outbox;
  /** The run that stands while the fleet is frozen. */
  readonly run?: RolloutRecord | RecycleRecord | undefined;
}

/** Writes what a list shows of a fleet, by the state that was read of it: of a fleet beside whose decision no run is open. */
export async function keepRestSummary(
  state: FleetState,
  known: SummaryKnown,
  { ledger, clock }: Context,
): Promise<void> {
  const { fleet, live } = state;
  const run = known.run ?? null;
  const now = clock.now();
  const [freeze, outbox] = await Promise.all([
    state.freeze === null ? undefined : activeFreeze(ledger, fleet, now),
    known.outbox ?? readOutbox(ledger, fleet),
  ]);
  const attention = outbox.attention.filter(({ endedAt }) => endedAt === null);
  const subject = { kind: "fleet" as const, fleet, state, freeze: freeze ?? null, attention };
  const explained = explain({ ...subject, run, unreadable: null }, now);
  const shown = run === null ? null : runSummary(run, now).run;
  const about = { fleet, run: shown, at: now, live: live && { image: live.image, generation: live.number } };
  await keepSummary(ledger, summaryOf(explained, about), known.summary);
}
