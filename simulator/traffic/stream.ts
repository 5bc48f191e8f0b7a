import type { Random } from "../world/random.ts";
import type { World, WorldEvent } from "../world/world.ts";
import { apportion } from "./apportion.ts";
import { requestsCutOff } from "./cut-offs.ts";
import { drawParts } from "./draws.ts";
import { type GroupAnswers, groupAnswers, type Outcome } from "./group-answers.ts";
import { createInFlight, type InFlight, type Span } from "./in-flight.ts";
import { createMinute, type Minute } from "./minute.ts";
import { type Entrance, type Route, routeOf } from "./route.ts";
import { meanShares, type Shares, type Sticky, sharesAt } from "./shares.ts";
import { stickyAfter } from "./sticky-sessions.ts";
import { count, NO_GROUP, recountAsLost, type Tally } from "./tally.ts";

interface StreamSettings {
  readonly entrance: Entrance;
  readonly requestsPerSecond: number;
  readonly requestSeconds: number;
  /** Share of the requests that comes from clients with a sticky session, 0 to 1. */
  readonly stickyShare: number;
  readonly measured: boolean;
  /** Each request meets what it meets by chance; left out: every share gets exactly what it is due. */
  readonly chance?: Random;
}

/** A steady stream of requests through one rule, with how things stood when last looked at. */
export interface Stream {
  readonly settings: StreamSettings;
  readonly tally: Tally;
  readonly minute: Minute;
  readonly inFlight: InFlight;
  /** What rounding owes to each target group and outcome. */
  readonly owed: Map<string, number>;
  readonly answers: Map<string, GroupAnswers>;
  route: Route;
  sticky: Sticky | null;
  /** Up to when requests are counted. */
  advancedTo: number;
  /** Fractions of a request, due to be sent and to be cut off. */
  unsent: number;
  uncut: number;
}

const NOTHING_THERE: GroupAnswers = {
  parts: new Map(),
  outcomes: new Map([["lost:no-route", 1]]),
  seconds: new Map(),
};
/** A sum of fractions may miss a whole number by this little. */
const TOLERANCE = 1e-9;

export function createStream(world: World, settings: StreamSettings): Stream {
  const stream: Stream = {
    settings,
    tally: new Map(),
    minute: createMinute(world, settings.entrance, settings.chance),
    inFlight: createInFlight(settings.requestSeconds),
    owed: new Map(),
    answers: new Map(),
    route: routeOf(world.state, settings.entrance, world.now()),
    sticky: null,
    advancedTo: world.now(),
    unsent: 0,
    uncut: 0,
  };
  settle(world, stream, () => true);
  return stream;
}

/** The share of its requests that each target group gets at `instant`. */
export function streamShares({ route, sticky }: Stream, instant: number): Shares {
  return "forward" in route ? sharesAt(route.forward, sticky, instant) : new Map();
}

/** Counts the requests up to now, by how things stood when the stream was last settled. */
export function advance(world: World, stream: Stream): void {
  const now = world.now();
  // The line that sticky shares follow has a bend where the last session ends.
  const bend = stream.sticky?.endsAt ?? now;
  if (stream.advancedTo < bend && bend < now) {
    countSpan(stream, { from: stream.advancedTo, to: bend });
    stream.advancedTo = bend;
  }
  if (stream.advancedTo < now) countSpan(stream, { from: stream.advancedTo, to: now });
  stream.advancedTo = now;
}

/** Looks at how things stand now. `isStale` says which target groups may answer otherwise than before. */
export function settle(world: World, stream: Stream, isStale: (groupArn: string) => boolean): void {
  const now = world.now();
  const { stickyShare, entrance } = stream.settings;
  const next = routeOf(world.state, entrance, now);
  const shares = streamShares(stream, now);
  const { route: before, sticky } = stream;
  stream.sticky = stickyAfter({ before, next, shares, sticky, stickyShare, now });
  stream.route = next;
  for (const { arn } of "forward" in next ? next.forward.targetGroups : []) {
    const group = world.state.targetGroups.get(arn);
    if (group === undefined) stream.answers.delete(arn);
    else if (isStale(arn) || !stream.answers.has(arn))
      stream.answers.set(arn, groupAnswers(world.state, group, now));
  }
}

/** Counts the requests that were cut off by what just happened: they had been counted as served when sent. */
export function cutOff(world: World, stream: Stream, worldEvent: WorldEvent): void {
  for (const [groupArn, inHand] of requestsCutOff(world, worldEvent, stream.inFlight)) {
    stream.uncut += inHand;
    const whole = Math.floor(stream.uncut + TOLERANCE);
    stream.uncut -= whole;
    const lost = recountAsLost(stream.tally, groupArn, "cut-off", whole);
    stream.minute.recountAsLost(groupArn, lost);
  }
}

/** Counts the requests of a span in which shares move in a straight line and all else stands still. */
function countSpan(stream: Stream, span: Span): void {
  const shares = meanShares(streamShares(stream, span.from), streamShares(stream, span.to));
  const due = (stream.settings.requestsPerSecond * (span.to - span.from)) / 1000 + stream.unsent;
  const total = Math.floor(due + TOLERANCE);
  stream.unsent = due - total;
  const answered = new Map<string, number>();
  for (const [key, requests] of splitRequests(total, stream, shares)) {
    const bar = key.indexOf("|");
    const groupArn = key.slice(0, bar);
    const outcome = key.slice(bar + 1) as Outcome;
    count(stream.tally, groupArn, outcome, requests);
    stream.minute.count(groupArn, outcome, requests);
    if (isAnswered(outcome)) answered.set(groupArn, (answered.get(groupArn) ?? 0) + requests);
  }
  for (const [arn, requests] of answered)
    stream.minute.answered(arn, secondsOf(stream.answers.get(arn), requests));
  for (const [arn, share] of shares) {
    const { parts } = stream.answers.get(arn) ?? NOTHING_THERE;
    const rate = share * stream.settings.requestsPerSecond;
    if (parts.size > 0) stream.inFlight.sent(arn, span, rate, parts);
  }
}

function splitRequests(total: number, stream: Stream, shares: Shares): Map<string, number> {
  const { chance } = stream.settings;
  const parts = outcomeShares(stream, shares);
  return chance === undefined ? apportion(total, parts, stream.owed) : drawParts(total, parts, chance);
}

const isAnswered = (outcome: Outcome): boolean =>
  outcome === "served" || outcome === "errored" || outcome === "lost:sick";

/** So many answered requests, by how many seconds each takes on average. */
function secondsOf(answers: GroupAnswers | undefined, requests: number): Map<number, number> {
  const shares = [...(answers?.seconds ?? [])];
  const all = shares.reduce((sum, [, share]) => sum + share, 0);
  return new Map(shares.map(([mean, share]) => [mean, (requests * share) / all]));
}

/** Shares of all requests by `<target group ARN>|<outcome>`. */
function outcomeShares({ route, answers }: Stream, shares: Shares): Map<string, number> {
  if ("answer" in route) return new Map([[`${NO_GROUP}|${route.answer}`, 1]]);
  if (shares.size === 0) return new Map([[`${NO_GROUP}|lost:no-route`, 1]]);
  const parts = new Map<string, number>();
  for (const [arn, share] of shares)
    for (const [outcome, part] of (answers.get(arn) ?? NOTHING_THERE).outcomes)
      if (share > 0) parts.set(`${arn}|${outcome}`, share * part);
  return parts;
}
