import { ranBefore } from "../../../src/domain/steering/ran-before.ts";
import { type SteeringAct, steer } from "../../../src/domain/steering/steer.ts";
import type { Facts } from "../facts.ts";
import { blockedBy, doing, type Effects } from "./effects.ts";
import { recycleEffects } from "./recycle-effects.ts";

/** A pause that nobody gave a length lasts a day, as on the command line. */
const PAUSE_SECONDS = 86_400;

/** What steering the open run comes to: said by the code that steers it. */
export function steeringEffects(act: SteeringAct, facts: Facts): Effects {
  const { fleet, open, openRecycle, now } = facts;
  if (open === undefined && openRecycle !== undefined)
    return recycleEffects(act, openRecycle, { now, seconds: PAUSE_SECONDS });
  const asked = { act, fleet, by: "you", reason: "your reason", seconds: PAUSE_SECONDS };
  const steered = steer(asked, open, now);
  if ("noop" in steered)
    return act === "rollback" ? coldRollback(facts, steered.noop) : blockedBy(steered.noop);
  const percent = open?.traffic.setPercent ?? 0;
  if (act === "abort" || act === "rollback")
    return doing([...wayBack(facts), steered.said], {
      not: ["Servers of the old generation are not touched: they take the traffic as they are."],
      irreversible: [`The servers of generation ${open?.green} are terminated once they have no traffic.`],
    });
  if (act === "pause")
    // Not what the act says of itself: that names the instant of its end, and each second would be another revision.
    return doing(
      [
        `Rollout ${open?.id} takes no step forward for as long as you say, and then goes on by itself.`,
        "The new servers are watched meanwhile, and it goes back if they are not good.",
      ],
      { not: [`The new servers keep ${percent}% of the traffic: a pause moves none.`] },
    );
  if (act === "promote")
    return doing([steered.said], {
      not: ["The gates that watch the new servers are not switched off: a bad one still rolls back."],
      irreversible: ["Once the old servers are released, going back takes a rollout of its own."],
    });
  return doing([steered.said]);
}

function wayBack({ open, fleet }: Facts): string[] {
  const percent = open?.traffic.setPercent ?? 0;
  return percent > 0
    ? [
        `The new servers have ${percent}% of the traffic of ${fleet}; it all goes back to the old ones, in one call.`,
      ]
    : [`The new servers have no traffic of ${fleet}: users see nothing of it.`];
}

/** No rollout can be taken back: the image of before comes by a rollout of its own. */
function coldRollback({ fleet, view, open }: Facts, noop: string): Effects {
  const live = view.generations.find(({ state }) => state === "live");
  const runs = view.rollout === undefined ? [] : [view.rollout];
  const before = ranBefore({ fleet, live, runs });
  if (open !== undefined || live === undefined || "noop" in before)
    return blockedBy("noop" in before ? before.noop : noop);
  return doing(
    [
      `A rollout to ${before.image} begins, which ran before ${live.image}.`,
      `${live.image} is refused for ${fleet}: only a person begins it again.`,
    ],
    { not: ["Nothing is put into quarantine: other fleets may launch the image."] },
  );
}
