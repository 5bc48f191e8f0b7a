import type { TargetGroupRecord } from "../services/elbv2/state.ts";
import { targetsOfInstance } from "../services/elbv2/target-groups/target-keys.ts";
import { createRandom } from "../world/random.ts";
import type { World, WorldEvent } from "../world/world.ts";
import type { Entrance } from "./route.ts";
import { advance, createStream, cutOff, type Stream, settle, streamShares } from "./stream.ts";
import { summarize, type TrafficReport } from "./tally.ts";

type TrafficOptions = Entrance & {
  readonly requestsPerSecond: number;
  /** How long one request takes; that many seconds of requests are cut off when a server goes away. Default 1. */
  readonly requestSeconds?: number;
  /** Share of the requests from clients with a sticky session, where the forward action has stickiness on. Default 0.5. */
  readonly stickyShare?: number;
  /** Whether CloudWatch gets its metrics; else requests are only counted. Default true. */
  readonly measured?: boolean;
  /** Draws by chance what each request meets, from this seed. Left out: every share gets exactly what it is due. */
  readonly chanceSeed?: number;
};

/**
 * Requests from users, counted exactly and without an event for each: between two happenings all rates stand still (or
 * move in a straight line), so the requests between them are counted at once. While it runs and is measured it schedules one action a
 * minute, at which CloudWatch gets its metrics.
 */
export interface Traffic {
  /** Starts a steady stream of requests, beside those that run already. */
  readonly start: (options: TrafficOptions) => void;
  /** Ends all streams. What they sent stays in the report. */
  readonly stop: () => void;
  readonly report: () => TrafficReport;
  /** The share of all requests that each target group gets at this instant. */
  readonly split: () => TrafficShare[];
}

interface TrafficShare {
  readonly targetGroupArn: string;
  /** 0 to 1. */
  readonly share: number;
}

const MINUTE = 60_000;
const DEFAULT_STICKY_SHARE = 0.5;

export function createTraffic(world: World): Traffic {
  const books: Books = { running: [], ended: [], stale: new Set(), isSettling: false };
  world.onWorldEvent((worldEvent) => notice(world, books, worldEvent));
  return {
    start: ({
      requestsPerSecond,
      requestSeconds = 1,
      stickyShare = DEFAULT_STICKY_SHARE,
      measured = true,
      chanceSeed,
      ...entrance
    }) => {
      const stream = createStream(world, {
        entrance,
        requestsPerSecond,
        requestSeconds,
        stickyShare,
        measured,
        ...(chanceSeed !== undefined && { chance: createRandom(chanceSeed) }),
      });
      books.running.push(stream);
      if (measured) scheduleMinute(world, books, stream);
    },
    stop: () => {
      for (const stream of books.running) {
        advance(world, stream);
        if (stream.settings.measured) stream.minute.publish();
      }
      books.ended.push(...books.running.splice(0));
    },
    report: () => {
      for (const stream of books.running) advance(world, stream);
      return summarize([...books.ended, ...books.running].map((stream) => stream.tally));
    },
    split: () => {
      settleAll(world, books);
      return splitOf(books.running, world.now());
    },
  };
}

interface Books {
  readonly running: Stream[];
  readonly ended: Stream[];
  /** The target groups that something happened to since they were looked at; `all` for every one. */
  readonly stale: Set<string>;
  isSettling: boolean;
}

function notice(world: World, books: Books, worldEvent: WorldEvent): void {
  if (books.running.length === 0 || !matters(worldEvent)) return;
  for (const stream of books.running) {
    advance(world, stream);
    cutOff(world, stream, worldEvent);
  }
  for (const arn of groupsTouched(world, worldEvent)) books.stale.add(arn);
  // Many things happen at one instant (a thousand targets get healthy): looked at once, when all of them have.
  if (books.isSettling || books.stale.size === 0) return;
  books.isSettling = true;
  world.after(0, () => {
    books.isSettling = false;
    settleAll(world, books);
  });
}

function settleAll(world: World, { running, stale }: Books): void {
  for (const stream of running) settle(world, stream, (arn) => stale.has("all") || stale.has(arn));
  stale.clear();
}

const matters = ({ service, kind }: WorldEvent): boolean =>
  service === "elasticloadbalancing" || (service === "ec2" && kind.startsWith("instance-"));

function groupsTouched(world: World, { service, kind, subject }: WorldEvent): string[] {
  if (kind.startsWith("rule-") || kind.startsWith("load-balancer-")) return ["all"];
  if (service === "elasticloadbalancing") return [subject.slice(0, subject.lastIndexOf("/"))];
  const groups = [...world.state.targetGroups.values()];
  return groups.filter((group) => isSentTo(group, subject)).map((group) => group.arn);
}

/** Whether the instance is a target of the group, or still gets flows of it. */
const isSentTo = (group: TargetGroupRecord, id: string): boolean =>
  targetsOfInstance(group, id).length > 0 || [...group.lagging.values()].some((target) => target.id === id);

function scheduleMinute(world: World, books: Books, stream: Stream): void {
  world.after((MINUTE - (world.now() % MINUTE)) / 1000, () => {
    if (!books.running.includes(stream)) return;
    advance(world, stream);
    stream.minute.publish();
    scheduleMinute(world, books, stream);
  });
}

function splitOf(streams: readonly Stream[], now: number): TrafficShare[] {
  const rate = streams.reduce((sum, { settings }) => sum + settings.requestsPerSecond, 0);
  const shares = new Map<string, number>();
  for (const stream of streams) {
    const part = stream.settings.requestsPerSecond / rate;
    for (const [arn, share] of streamShares(stream, now))
      shares.set(arn, (shares.get(arn) ?? 0) + share * part);
  }
  return [...shares].map(([targetGroupArn, share]) => ({ targetGroupArn, share }));
}
