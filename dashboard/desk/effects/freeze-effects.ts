import { formatInstant } from "../../../src/domain/format-instant.ts";
import type { Freeze } from "../../../src/ledger/freezes.ts";
import type { Facts } from "../facts.ts";
import { blockedBy, doing, type Effects } from "./effects.ts";

const inForce = ({ reason, by, until }: Freeze): string =>
  `${reason} (${by}, ${until === null ? "until it is lifted" : `until ${formatInstant(until)}`})`;

/** What freezing one fleet comes to. A longer freeze stays as it is: only lifting makes one shorter. */
export function freezeEffects({ fleet, frozen, open }: Facts): Effects {
  if (frozen.own !== null && frozen.own.until === null)
    return blockedBy(`${fleet} is frozen already: ${inForce(frozen.own)}`);
  return doing(
    [`Nothing of ${fleet} is changed any more, until it is lifted or has run out.`, ...midway(open)],
    {
      not: ["Servers, traffic and the load balancer stay as they are this moment."],
    },
  );
}

/** What a rollout that is under way keeps: nothing goes on, and nothing goes back. */
function midway(open: Facts["open"]): string[] {
  if (open === undefined || open.traffic.setPercent === 0) return [];
  return [
    `Rollout ${open.id} goes neither on nor back: the new servers keep ${open.traffic.setPercent}% of the traffic. Abort it first to have it back.`,
  ];
}

export function unfreezeEffects({ fleet, frozen, view }: Facts): Effects {
  if (frozen.own === null) {
    const all = frozen.all === null ? "" : ": every fleet is, and that is lifted with unfreeze all";
    return blockedBy(`${fleet} is not frozen by itself${all}`);
  }
  const still = frozen.all === null ? [] : [`${fleet} stays frozen with every fleet: ${inForce(frozen.all)}`];
  const next = view.standing?.decision;
  return doing([`Lifted: ${inForce(frozen.own)}.`, "The next look goes on with what is due."], {
    not: still,
    irreversible: next?.act === "start" ? [`It begins at once: ${next.reason}`] : [],
  });
}

/** The same for every fleet; `names` are those there are. */
export const freezeAllEffects = (names: number, all: Freeze | null): Effects =>
  all !== null && all.until === null
    ? blockedBy(`every fleet is frozen already: ${inForce(all)}`)
    : doing(
        [
          `Nothing of any of the ${names} fleets is changed any more, nor of those to come, until it is lifted or has run out.`,
          "Rollouts under way go neither on nor back: traffic stays where it is.",
        ],
        { not: ["Servers, traffic and load balancers stay as they are this moment."] },
      );

export const unfreezeAllEffects = (all: Freeze | null): Effects =>
  all === null
    ? blockedBy("there is no freeze of every fleet")
    : doing([`Lifted: ${inForce(all)}.`, "The next look at each fleet goes on with what is due."], {
        not: ["Fleets that are frozen by themselves stay frozen."],
      });
