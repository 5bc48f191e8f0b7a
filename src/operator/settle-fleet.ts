import { nothingUnsettled } from "../domain/rollout-decisions/nothing-unsettled.ts";
import type { RolloutRecord, Side } from "../domain/run/rollout.ts";
import { InvalidInput } from "../errors/errors.ts";
import { appendDecision } from "../ledger/entries.ts";
import { listGenerations } from "../ledger/generations.ts";
import type { Ledger } from "../ledger/ledger.ts";
import { rollouts } from "../ledger/runs/rollouts.ts";
import { isReleased } from "../rollout/is-released.ts";
import type { StepContext } from "../step/step.ts";
import type { StartedRollout } from "./start-rollout.ts";

/** On which side a person leaves the fleet, and why. */
export interface PersonsSettlement {
  readonly keep: Side;
  readonly by: string;
  readonly reason: string;
}

interface SettlingFleet {
  /** The rollout that goes on to the side that is kept. */
  readonly run: string;
  /** The execution that carries it; null: it is being settled on this side already, and nothing was changed. */
  readonly started: StartedRollout | null;
}

/**
 * Leaves a fleet that needs a person on one side: an execution of the rollout's own machine brings all traffic there and takes
 * the other generation down. Throws InvalidInput, and changes nothing, when there is nothing to settle, or that side is gone.
 */
export async function settleFleet(
  asked: PersonsSettlement & { readonly fleet: string },
  {
    ledger,
    clock,
    settle,
  }: Pick<StepContext, "ledger" | "clock"> & {
    readonly settle: (fleet: string, said: PersonsSettlement) => Promise<StartedRollout>;
  },
): Promise<SettlingFleet> {
  const { fleet, keep, by, reason } = asked;
  const past = (await rollouts.list(ledger, fleet)).map(({ run }) => run);
  const [last] = past;
  if (last?.endedAt === null && last.settlement?.keep === keep) return { run: last.id, started: null };
  const unsettled = past.find(({ outcome }) => outcome === "needs-person");
  if (unsettled === undefined) throw new InvalidInput(nothingUnsettled(fleet, past));
  const gone = await goneReason(unsettled, keep, ledger);
  if (gone !== null) throw new InvalidInput(`${gone}; nothing was changed`);
  const decision = { at: clock.now(), fleet, rollout: unsettled.id, action: "settle", reason, actor: by };
  await appendDecision(ledger, { ...decision, subject: keep });
  return { run: unsettled.id, started: await settle(fleet, { keep, by, reason }) };
}

/** Why the side cannot be kept, by the ledger; null when it may be. Admit looks at the groups themselves. */
async function goneReason(run: RolloutRecord, keep: Side, ledger: Ledger): Promise<string | null> {
  const number = run[keep];
  const other = keep === "blue" ? "green" : "blue";
  const way = `moult settle ${run.fleet} --keep ${other} --reason <text> ends it`;
  if (keep === "blue" && isReleased(run)) return `blue has been released and goes: ${way}`;
  // A first generation that is not kept leaves the fleet without one, as it was.
  if (number === null) return null;
  const generations = (await listGenerations(ledger, run.fleet)).map(({ generation }) => generation);
  const state = generations.find((each) => each.number === number)?.state ?? "gone";
  return state === "gone" ? `${keep} (generation ${number}) is gone: ${way}` : null;
}
