import { drawPlan } from "../draws/draw-plan.ts";
import type { ImagePlan, Plan } from "../draws/plan.ts";
import { rolloutSeconds } from "../world/quiescence-bound.ts";
import { answerInOrder } from "./in-order.ts";
import { type RunResult, runSeed } from "./run-seed.ts";

/** How one seed ended, undisturbed and with every event dropped. */
export interface DroppedAnswer {
  readonly seed: number;
  readonly undisturbed: Ended;
  readonly dropped: Ended;
}

interface Ended extends Pick<RunResult, "endState" | "violation"> {
  /** Seconds from the last request until what stands at the end had succeeded; null: it stood before. */
  readonly reached: number | null;
  /** How long that rollout took, seconds. */
  readonly took: number;
}

/** A sweep comes by between what one request began and the next. */
const SWEEPS_SECONDS = 900;

/** The seed's fleet and requests, each request after all that the one before it began; nothing else happens. */
function quietPlan(seed: number): Plan {
  // Scans are started by the clock and not by events: nothing of theirs can be dropped.
  // Only an event tells of a login, and, without scans, of what AWS has scheduled.
  const { scans: _scans, hands: _hands, logins: _logins, notices: _notices, ...plan } = drawPlan(seed, []);
  const { age: _age, drift: _drift, ...fleet } = plan.fleet;
  const apart = rolloutSeconds(plan) + SWEEPS_SECONDS;
  const requests = plan.requests.map((request, index) => ({
    ...request,
    image: steady(request.image),
    afterSeconds: index * apart,
  }));
  return { ...plan, fleet, requests, acts: [], faultySeconds: requests.length * apart };
}

/**
 * The image without what makes its rollout's end hang on the second in which it begins: whether it is gone before it is
 * launched, and whether an alarm, which counts by the minute, rings before a short bake is over.
 */
function steady(image: ImagePlan): ImagePlan {
  const { goneAfterSeconds: _, ...stays } = image;
  const tags = Object.entries(image.tags).filter(([tag]) => tag !== "sim:error-rate");
  return { ...stays, tags: Object.fromEntries(tags) };
}

async function ended(seed: number, plan: Plan): Promise<Ended> {
  const { endState, violation, rollouts, faultyFrom } = await runSeed({ seed, plan });
  const last = faultyFrom + (plan.requests.at(-1)?.afterSeconds ?? 0) * 1000;
  const made = rollouts.findLast((each) => each.outcome === "succeeded" && each.startedAt >= last);
  const at = made?.endedAt ?? null;
  const took = made === undefined || at === null ? 0 : (at - made.startedAt) / 1000;
  return { endState, violation, reached: at === null ? null : (at - last) / 1000, took };
}

answerInOrder<number, DroppedAnswer>(async (seed) => {
  const plan = quietPlan(seed);
  const faults = [{ name: "events-lost", rate: 1, seed: 1 }];
  return {
    seed,
    undisturbed: await ended(seed, plan),
    dropped: await ended(seed, { ...plan, faults }),
  };
});
