import type { Steering } from "../../domain/steering/steer.ts";
import { ranBefore } from "../../domain/steering/ran-before.ts";
import { appendDecision } from "../../ledger/entries.ts";
import { putExcept } from "../../ledger/except.ts";
import { listGenerations } from "../../ledger/generations.ts";
import { rollouts } from "../../ledger/runs/rollouts.ts";
import type { StepContext } from "../../step/step.ts";
import { isReleased } from "../is-released.ts";
import { steerRun } from "./steer-run.ts";
import type { SteeredRun } from "./steered-run.ts";

/** The image that a rollout of its own is to go back to. */
interface Cold {
  readonly image: string;
  /** Why, as the pin says it. */
  readonly reason: string;
}

/**
 * Goes back to what ran before: by the open rollout, where blue still stands by, which takes one call; else by a rollout of its own to the
 * image of before, which whoever asked has to begin. What is left is refused, so that only a person begins it again.
 */
export async function goBack(
  asked: Omit<Steering, "act" | "seconds"> & { readonly execution?: string },
  context: Pick<StepContext, "ledger" | "clock">,
): Promise<SteeredRun | Cold> {
  const { ledger, clock } = context;
  const { fleet, by, reason, execution = null } = asked;
  const open = (await rollouts.open(ledger, fleet))?.run;
  if (open !== undefined && !isReleased(open))
    return steerRun({ fleet, by, reason, act: "rollback", seconds: 0 }, context);
  const generations = (await listGenerations(ledger, fleet)).map(({ generation }) => generation);
  const runs = (await rollouts.list(ledger, fleet)).map(({ run }) => run);
  // Until it is closed a rollout that has released blue leaves both generations as they were.
  const live = generations.find(({ number, state }) => (open ? number === open.green : state === "live"));
  const before = ranBefore({ fleet, live, runs });
  if ("noop" in before || live === undefined)
    return noop("noop" in before ? before.noop : "", open?.id ?? null);
  const { image: left, template } = live;
  const decision = { at: clock.now(), fleet, rollout: execution, action: "rollback", subject: before.image };
  const evidence = { from: left, generation: live.number };
  await appendDecision(ledger, { ...decision, reason, actor: by, evidence });
  const target = { image: left, templateVersion: template.baseVersion, template: template.id };
  await putExcept(ledger, fleet, { ...target, since: clock.now(), by, reason });
  return { image: before.image, reason: `back from ${left}: ${reason}`.slice(0, 256) };
}

const noop = (reason: string, rollout: string | null): SteeredRun => ({
  changed: false,
  rollout,
  reason,
  until: null,
});
