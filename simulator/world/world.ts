import { createEventQueue } from "./event-queue.ts";
import { createRandom, type Random } from "./random.ts";
import { emptyState, type WorldState } from "./state.ts";

/** One thing that happened, in the words of the service it happened in. The ordered list of them is a run's history. */
export interface WorldEvent {
  /** Milliseconds since 1970. */
  readonly at: number;
  /** `ec2`, `autoscaling`, `elasticloadbalancing`, `ssm`, `monitoring`, `imagebuilder`, `events`. */
  readonly service: string;
  /** A short fixed word for what happened: `instance-running`, `target-healthy`, `rule-modified`. */
  readonly kind: string;
  /** What it happened to: an id, a name or an ARN. */
  readonly subject: string;
  readonly detail?: Readonly<Record<string, unknown>>;
}

/** An event as EventBridge delivers it. */
export interface BusEvent {
  readonly version: string;
  readonly id: string;
  readonly "detail-type": string;
  readonly source: string;
  readonly account: string;
  readonly time: string;
  readonly region: string;
  readonly resources: readonly string[];
  readonly detail: Readonly<Record<string, unknown>>;
}

export interface WorldOptions {
  readonly seed?: number;
  readonly account?: string;
  readonly region?: string;
  readonly partition?: string;
  /** The first instant, milliseconds since 1970. */
  readonly start?: number;
}

/**
 * A small AWS account: its state, its time and its chance. All physics is synchronous and runs from one queue of
 * scheduled actions, so one seed gives one history. An action scheduled for later must look up what it acts on by id
 * when it runs: the thing may be gone by then, and `state` may be copied to answer reads as of an earlier moment.
 */
export interface World {
  readonly account: string;
  readonly region: string;
  readonly partition: string;
  readonly state: WorldState;
  readonly random: Random;
  readonly now: () => number;
  /** Runs `action` `seconds` from now. Actions due at the same instant run in the order they were scheduled. */
  readonly after: (seconds: number, action: () => void) => void;
  /** Runs every action due up to `instant`, then stands at `instant`. */
  readonly advanceTo: (instant: number) => void;
  /** Runs all actions of the next instant that has any; false when nothing is scheduled. */
  readonly step: () => boolean;
  /** The instant of the next scheduled action. */
  readonly nextAt: () => number | undefined;
  /** A new id of AWS's form, `i-0a1b…` (17 hexadecimal digits) for prefix `i`. */
  readonly newId: (prefix: string) => string;
  /** A new UUID-shaped id. */
  readonly newUuid: () => string;
  /** `arn:<partition>:<service>:<region>:<account>:<resource>` */
  readonly arn: (service: string, resource: string) => string;
  /** Records that something happened and tells every listener at once. Physics of other services listens here. */
  readonly happened: (
    service: string,
    kind: string,
    subject: string,
    detail?: Record<string, unknown>,
  ) => void;
  readonly onWorldEvent: (listener: (worldEvent: WorldEvent) => void) => void;
  /** Puts an event on the account's default bus. */
  readonly emit: (event: Pick<BusEvent, "detail-type" | "source" | "resources" | "detail">) => void;
  readonly onEvent: (listener: (event: BusEvent) => void) => void;
}

/** Fri 20 Nov 2026 10:00:00 UTC. */
const DEFAULT_START = Date.UTC(2026, 10, 20, 10, 0, 0);

export function createWorld(options: WorldOptions = {}): World {
  const { seed = 1, account = "123456789012", region = "us-east-1", partition = "aws" } = options;
  const random = createRandom(seed);
  const queue = createEventQueue(options.start ?? DEFAULT_START);
  const listeners: ((worldEvent: WorldEvent) => void)[] = [];
  const eventListeners: ((event: BusEvent) => void)[] = [];
  const newUuid = (): string => [8, 4, 4, 4, 12].map((length) => random.hex(length)).join("-");

  return {
    account,
    region,
    partition,
    random,
    state: emptyState(),
    now: queue.now,
    after: (seconds, action) => queue.add(queue.now() + Math.max(0, Math.round(seconds * 1000)), action),
    advanceTo: queue.advanceTo,
    step: queue.step,
    nextAt: queue.nextAt,
    newId: (prefix) => `${prefix}-0${random.hex(16)}`,
    newUuid,
    arn: (service, resource) => `arn:${partition}:${service}:${region}:${account}:${resource}`,
    happened: (service, kind, subject, detail) => {
      const worldEvent = { at: queue.now(), service, kind, subject, ...(detail && { detail }) };
      for (const listener of listeners) listener(worldEvent);
    },
    onWorldEvent: (listener) => void listeners.push(listener),
    emit: (event) => {
      const time = new Date(queue.now()).toISOString().replace(/\.\d{3}Z$/, "Z");
      const whole = { version: "0", id: newUuid(), account, region, time, ...event };
      for (const listener of eventListeners) listener(whole);
    },
    onEvent: (listener) => void eventListeners.push(listener),
  };
}
