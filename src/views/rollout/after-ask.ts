import { applyAsk } from "../../domain/decide/apply-ask.ts";
import { withoutWait } from "../../domain/decide/attempts.ts";
import { type Decision, decide } from "../../domain/decide/decide.ts";
import { holdOn } from "../../domain/decide/held.ts";
import { namedBy } from "../../domain/decide/wanted.ts";
import { askReason } from "../../domain/run/start-input.ts";
import type { RolloutRecord } from "../../domain/run/rollout.ts";
import type { Ledger } from "../../ledger/ledger.ts";
import { openFleetRun } from "../../ledger/runs/open-run.ts";
import type { PersonsAsk } from "../../operator/start-rollout.ts";
import { readStateBeside } from "../../rollout/convergence/read-state.ts";
import { declaredFleet } from "../fleets/declared-fleet.ts";
import { endedByStart } from "./ended-by-start.ts";

/** What comes of what a person asks for. */
export interface AfterAsk {
  /** Why the ask is not taken, in words; null: it is. */
  readonly refusal: string | null;
  /** What is decided of the fleet once it is taken. */
  readonly decision: Decision;
  /** Where the declaration says that its image is named. */
  readonly source: string;
  /** What it named when it was read last; null: nobody knows. */
  readonly named: string | null;
  /** The rollout that rolls back to make room; null: none does. */
  readonly ends: RolloutRecord | null;
  /** Whether a wait after a failure is over with it. */
  readonly endsWait: boolean;
}

/**
 * What would come of an ask, by the code that takes it and decides: from the ledger alone, so that AWS, which is read first when it is done,
 * may know better. Throws InvalidInput for a fleet that is not declared.
 */
export async function afterAsk(
  { fleet, ask }: { readonly fleet: string; readonly ask: PersonsAsk },
  { ledger, now }: { readonly ledger: Ledger; readonly now: number },
): Promise<AfterAsk> {
  const declared = (await declaredFleet(ledger, fleet)).fleet;
  const run = (await openFleetRun(ledger, fleet))?.run;
  const clock = { now: () => now };
  const state = await readStateBeside(declared, run, { ledger, clock }, ask.image ?? undefined);
  const { source, wanted, freeze } = state;
  const taken = { ask, execution: "", by: ask.by, reason: askReason(ask, ask.by), now };
  const attempts = withoutWait(state.attempts);
  const version = wanted.template?.id === declared.template ? wanted.template.version : null;
  const held =
    ask.image === null ? null : holdOn({ image: ask.image, templateVersion: version }, state)?.reason;
  return {
    // Nothing is taken from anybody then.
    refusal: freeze === null ? (held ?? null) : `${fleet} is frozen: ${freeze.reason}`,
    decision: decide({ ...state, attempts, wanted: applyAsk(wanted, source, taken) }, now),
    source,
    named: namedBy(wanted, source)?.image ?? null,
    ends: await endedByStart(fleet, ask.image, ledger),
    endsWait: state.attempts.last.some(({ nextAt }) => nextAt !== null && now < nextAt),
  };
}
