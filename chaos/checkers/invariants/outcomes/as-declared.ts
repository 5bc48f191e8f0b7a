import { excused } from "../../exemptions.ts";
import { type Fleet, fleetSchema } from "../../../../src/domain/declaration/fleet.ts";
import type { RolloutRecord } from "../../../../src/domain/run/rollout.ts";
import { ownIn } from "../../fleet-rules.ts";
import type { OutcomeInput } from "../../checker-input.ts";
import type { Change, Decision, Invariant, Wrote } from "../../invariant.ts";
import { groupOf, shareOf, sidesOf, weightsOf } from "../../sides.ts";
import { answersNowhere } from "../../declared/answers-nowhere.ts";
import { goodImageFault } from "../../declared/good-image.ts";
import { openFrozenTime } from "../../declared/frozen-time.ts";
import { openReactions } from "../../declared/reactions.ts";

/** Clocks are five seconds off either way, and a request is under way for up to five. */
const MARGIN_MS = 15_000;

/**
 * A rollout is what its declaration says: steps in order, each for its pause; bake, warm time, and the time for which a
 * failed green is kept, in full; whoever watches polls as often as has to be, and goes on with no green that a gate or
 * a person has refused; and a good image with nothing against it goes live.
 */
export const asDeclared = (): Invariant<OutcomeInput> => {
  const raises = new Map<string, Raise>();
  const reactions = openReactions();
  const frozen = openFrozenTime();
  return {
    name: "as-declared",
    change: (change, input) => stepFault(change, { raises, frozen }, input) ?? keptFault(change, input),
    decided: (decision, input) => bakeFault(decision, frozen, input) ?? warmFault(decision, frozen, input),
    written: (_sort, input) => {
      frozen.look(input);
      return undefined;
    },
    wrote: (write, input) => {
      const run = rolloutIn(write);
      return run && (reactions.fault(run, write, input) ?? goodImageFault(run, write, input));
    },
  };
};

/** The times in which nobody could judge green, nor go back: they are no part of what is declared. */
type Frozen = Pick<ReturnType<typeof openFrozenTime>, "between">;

const isShort = (lasted: number, declared: number): boolean =>
  lasted < declared && !excused("as-declared: fifteen seconds of each time", lasted >= declared - MARGIN_MS);

/** Who settles has judged green, and said on which side the fleet stays. */
const isSettled = ({ settlement }: RolloutRecord): boolean =>
  excused("as-declared: a rollout that a person settled", settlement !== null);

/** Who promotes wants no time of the declaration waited for: steps in their order, drain and handoff stay. */
const isPromoted = ({ promotion }: RolloutRecord): boolean =>
  excused("as-declared: the times of a rollout that a person promoted", promotion !== null);

/** The most that a rollout has given green so far, and when it arrived. */
interface Raise {
  readonly percent: number;
  readonly at: number;
}

const declarations = new WeakMap<object, Fleet>();

/** The fleet as the rollout was admitted with it. */
function fleetOf({ declaration }: RolloutRecord): Fleet | undefined {
  if (declaration === null) return undefined;
  const known = declarations.get(declaration) ?? fleetSchema.parse(declaration);
  declarations.set(declaration, known);
  return known;
}

const rolloutIn = ({ sort, body }: Wrote): RolloutRecord | undefined =>
  sort.startsWith("rollout#") ? (body as unknown as RolloutRecord) : undefined;

/** Green gets the next step above what it has, and the step before has lasted. What somebody else gave it counts as given. */
function stepFault(
  change: Change,
  { raises, frozen }: { readonly raises: Map<string, Raise>; readonly frozen: Frozen },
  input: OutcomeInput,
): string | undefined {
  const raised = raiseOf(change, input);
  const given = raises.get(raised?.id ?? "") ?? { percent: 0, at: Number.NEGATIVE_INFINITY };
  if (raised === undefined || raised.after <= Math.max(raised.before, given.percent)) return undefined;
  const { before, after, steps, pauseMs, id, rollout } = raised;
  const now = input.world.now();
  raises.set(id, { percent: after, at: now });
  const next = steps.find((step) => step > Math.max(before, given.percent));
  const isDead = after === 100 && answersNowhere(change, input);
  if (excused("as-declared: all traffic off a blue that answers nowhere", isDead)) return undefined;
  if (after !== next) return `green gets ${after}%, the next step is ${next}%`;
  const lasted = now - given.at - frozen.between(given.at, now);
  return isShort(lasted, pauseMs) && !isPromoted(rollout)
    ? `green gets ${after}% after ${lasted} ms at ${given.percent}%, a step lasts ${pauseMs} ms`
    : undefined;
}

/** Green's share before and after a change of the weights, with what is declared; undefined for any other change. */
function raiseOf(change: Change, input: OutcomeInput) {
  const weights = weightsOf(change, input);
  const { rollout } = change;
  const traffic = rollout && fleetOf(rollout)?.traffic;
  if (!weights || !traffic || !("steps" in traffic) || isSettled(rollout)) return undefined;
  const { green } = sidesOf(input, rollout);
  // Of the fleet's own two: the rule may name somebody else's target group beside them.
  const shareIn = (all: ReadonlyMap<string, number>): number => {
    const own = new Map([...all].filter(([arn]) => weights.pair.includes(arn)));
    return declaredShare(own, ownIn(green, weights.pair), traffic.steps);
  };
  return {
    // Each rule has steps of its own.
    id: `${rollout.id} ${weights.rule}`,
    before: shareIn(weights.before),
    after: shareIn(weights.after),
    steps: rollout.blue === null ? [100] : traffic.steps,
    pauseMs: traffic.pause * 1000,
    rollout,
  };
}

/** Green's share in per cent; where the pair's weights are too small for the exact one, the step that they come closest to. */
function declaredShare(
  own: ReadonlyMap<string, number>,
  green: string | null | undefined,
  steps: readonly number[],
): number {
  const percent = Math.round(100 * shareOf(own, green));
  const all = [...own.values()].reduce((sum, each) => sum + each, 0);
  const isClosest = (step: number): boolean =>
    Math.abs((all * step) / 100 - (own.get(green ?? "") ?? 0)) <= 0.5;
  const isRounded = percent > 0 && percent < 100 && !steps.includes(percent) && all < 100;
  return (isRounded ? steps.find(isClosest) : undefined) ?? percent;
}

/** A rollout that is taken over has failed then, whatever a step that was overtaken says of it later. */
const FAILS = new Set(["roll-back", "recover"]);

/** A failed green is kept for as long as is declared, from when the rollout failed. */
function keptFault(change: Change, { view, world }: OutcomeInput): string | undefined {
  const { rollout, call } = change;
  const green = rollout && view.generations.get(rollout.green);
  if (!rollout?.failure || green?.state !== "launching" || groupOf(change) !== green.group) return undefined;
  const isEnd = call.action === "DeleteAutoScalingGroup" || call.input["DesiredCapacity"] === 0;
  const keep = (fleetOf(rollout)?.onFailure.keepGreen ?? 0) * 1000;
  const failedAt = view.decisions.get(rollout.id)?.find(({ action }) => FAILS.has(action ?? ""))?.at;
  if (!isEnd || failedAt === undefined) return undefined;
  const kept = world.now() - failedAt;
  return isShort(kept, keep) ? `green goes ${kept} ms after it failed, it is kept for ${keep} ms` : undefined;
}

/** From the last of the steps that passed until the bake has. */
function bakeFault({ entry, rollout }: Decision, frozen: Frozen, { view }: OutcomeInput): string | undefined {
  if (isSettled(rollout)) return undefined;
  if (entry.action !== "Bake passed" || rollout.milestones["blue-released"] !== undefined) return undefined;
  const shifted = view.decisions.get(rollout.id)?.find(({ action }) => action === "ShiftTraffic passed")?.at;
  const bake = (fleetOf(rollout)?.bake ?? 0) * 1000;
  if (shifted === undefined) return undefined;
  const baked = entry.at - shifted - frozen.between(shifted, entry.at);
  return isShort(baked, bake) && !isPromoted(rollout)
    ? `it baked ${baked} ms, the declaration says ${bake} ms`
    : undefined;
}

/** A blue that is released was warm for its time, unless the fleet is to run something else by now. */
function warmFault({ entry, rollout }: Decision, frozen: Frozen, { view }: OutcomeInput): string | undefined {
  if (entry.action !== "release" || rollout.blue === null || isSettled(rollout)) return undefined;
  const decisions = view.decisions.get(rollout.id) ?? [];
  if (decisions.some(({ action }) => action === "end-warm")) return undefined;
  const warm = (fleetOf(rollout)?.retire.warm ?? 0) * 1000;
  // By the entry that came before it, not by the record's own milestone.
  const baked = decisions.find(({ action }) => action === "Bake passed")?.at ?? entry.at;
  const lasted = entry.at - baked - frozen.between(baked, entry.at);
  return isShort(lasted, warm) && !isPromoted(rollout)
    ? `blue was warm for ${lasted} ms at most, the declaration says ${warm} ms`
    : undefined;
}
