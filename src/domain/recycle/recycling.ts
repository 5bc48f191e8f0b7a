import type { DueTarget } from "../decide/due-targets.ts";
import type { FleetState } from "../decide/fleet-state.ts";
import { isSameTarget } from "../run/excepted.ts";
import { type DueServer, dueServers } from "./due-servers.ts";
import { leftOutNow, leftOutWords } from "./left-out.ts";

/** Which servers are replaced in place, the most urgent first; or why none is for now, and until when. */
type Recycling =
  | { readonly servers: readonly DueServer[] }
  | { readonly servers: null; readonly reason: string; readonly nextAt: number };

/**
 * Whether what is due is due of some servers alone, which are then replaced in place; null: a rollout replaces the fleet, since it is to
 * run something else, a person asked for all of them, or more than the declared share is due.
 */
export function recycling(due: DueTarget, state: FleetState, now: number): Recycling | null {
  const { recycle, live, findings } = state;
  if (recycle === undefined || live === null || !isSameTarget(live, versioned(due, live.templateVersion)))
    return null;
  const asked = dueServers(due, findings);
  if (asked === null) return null;
  const { servers: size, wholeFleetAt } = recycle;
  if (size !== null && asked.length * 100 > size * wholeFleetAt) return null;
  const left = leftOutNow(recycle.left, now).filter(({ server }) => asked.some(({ id }) => id === server));
  const servers = asked.filter(({ id }) => left.every(({ server }) => server !== id));
  if (servers.length > 0) return { servers };
  const nextAt = Math.min(...left.map(({ until }) => until));
  return { servers: null, reason: `what is due is left alone: ${leftOutWords(left)}`, nextAt };
}

const versioned = ({ target: { image, templateVersion } }: DueTarget, known: number) => ({
  image,
  templateVersion: templateVersion ?? known,
});
