import type { Batch, Substitute } from "../run/recycle.ts";
import { isInStandby, isLeaving } from "./lifecycle.ts";

/** As much of a server as the group shows. */
interface Member {
  readonly id: string;
  readonly zone: string;
  readonly lifecycleState: string;
}

type OldServer = Batch["servers"][number];

/**
 * The batch as the group shows it now. What a call has done whose answer was lost is seen here; a server that went meanwhile in
 * another way – replaced by its group, ended by a person – is nobody's to replace any more, and one that a person has put into standby is
 * theirs. A read shows what was done before `shownUntil`; what was done since may be missing in it.
 */
export function batchSeen(batch: Batch, members: readonly Member[], shownUntil: number): Batch {
  const byId = new Map(members.map((each) => [each.id, each]));
  const servers = batch.servers.map((server) => ({
    ...server,
    state: stateNow(server, byId.get(server.id), shownUntil),
  }));
  return { ...batch, servers, substitutes: substitutesSeen(batch, members) };
}

function stateNow(
  { state, leaveAskedAt = 0 }: OldServer,
  found: Member | undefined,
  shownUntil: number,
): OldServer["state"] {
  const goes = found === undefined || isLeaving(found);
  if (state === "isolated") return goes ? "ending" : state;
  if (state !== "serving" && state !== "leaving") return state;
  if (goes) return "gone";
  // Taken for one that serves still, it would be somebody else's as soon as it shows in standby.
  if (!isInStandby(found)) return state === "leaving" && leaveAskedAt > shownUntil ? state : "serving";
  return state === "leaving" ? "isolated" : "left";
}

/** Those that are known and still there, then others that the group has launched since, as many as there are to be. */
function substitutesSeen(batch: Batch, members: readonly Member[]): Substitute[] {
  const { substitutes, wanted } = batch;
  const there = newcomers(batch, members);
  const known = substitutes.filter(({ id, isEnding }) => isEnding || there.some((each) => each.id === id));
  const others = there.filter(({ id }) => substitutes.every((each) => each.id !== id));
  const room = Math.max(0, wanted - known.length);
  return [...known, ...preferred(batch, others).slice(0, room).map(asSubstitute)];
}

/** Servers in the zones of those that they take the place of, first. */
function preferred({ servers }: Batch, others: readonly Member[]): readonly Member[] {
  const zones = new Set(servers.map(({ zone }) => zone));
  const order = (one: Member, other: Member): number =>
    Number(zones.has(other.zone)) - Number(zones.has(one.zone)) || (one.id < other.id ? -1 : 1);
  return others.toSorted(order);
}

const asSubstitute = ({ id, zone }: Member): Substitute => ({
  id,
  zone,
  isJudged: false,
  healthySince: null,
  isEnding: false,
});

/** Servers that the group has launched since the batch began, and that do not go again. */
function newcomers<M extends Member>(
  { before, servers }: Pick<Batch, "before" | "servers">,
  members: readonly M[],
): readonly M[] {
  const old = new Set([...before, ...servers.map(({ id }) => id)]);
  return members.filter((each) => !old.has(each.id) && !isLeaving(each));
}
