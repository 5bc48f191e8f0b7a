import type { Fault, Message } from "../wire/messages.ts";
import type { FleetModel, Model } from "../wire/models.ts";
import { type Shown, pathOf } from "../wire/pages.ts";
import { type Json, patchOf } from "../wire/patch.ts";
import type { Desk } from "./desk-port.ts";
import { faultOf } from "./fault-of.ts";

/** Reads of what is shown: quickly while something of it moves, slowly at rest, and slower still when AWS asks for it. */
const MOVING_MS = 1000;
const RESTING_MS = 5000;
/** It is worked out for all fleets from all that is declared. */
const CALENDAR_MS = 60_000;
const THROTTLED_MS = 20_000;

type Send = (message: Message) => void;

interface Topic {
  readonly shown: Shown;
  readonly readers: Set<Send>;
  model: Model | null;
  fault: Fault | null;
  readAt: number;
  timer: NodeJS.Timeout | undefined;
  reading: boolean;
}

/** Reads each page that somebody shows, once for all who show it, and tells them what changed. */
export interface Feed {
  /** Tells a reader of these pages, now and from now on; answers how to stop. */
  follow(pages: readonly Shown[], send: Send): () => void;
  /** When each page that is shown was read last. */
  read(): Readonly<Record<string, number>>;
  /** Reads everything that is shown now: something was done. */
  again(): void;
  close(): void;
}

export function createFeed(desk: Pick<Desk, "read" | "now">): Feed {
  const topics = new Map<string, Topic>();
  const look = (path: string, topic: Topic): void => {
    clearTimeout(topic.timer);
    if (topic.reading) return;
    void readTopic(path, topic, desk).then((pauseMs) => {
      if (topic.readers.size > 0) topic.timer = setTimeout(() => look(path, topic), pauseMs);
    });
  };
  const join = (shown: Shown, send: Send): (() => void) => {
    const path = pathOf(shown);
    const topic = topics.get(path) ?? newTopic(shown);
    topics.set(path, topic);
    topic.readers.add(send);
    // What was read a moment ago by another is shown at once.
    if (topic.model !== null) send({ kind: "model", path, model: topic.model, readAt: topic.readAt });
    if (topic.fault !== null) send({ kind: "fault", path, fault: topic.fault });
    look(path, topic);
    return () => {
      topic.readers.delete(send);
      if (topic.readers.size > 0) return;
      clearTimeout(topic.timer);
      if (topics.get(path) === topic) topics.delete(path);
    };
  };
  return {
    follow: (pages, send) => {
      const leaving = pages.map((shown) => join(shown, send));
      return () => leaving.forEach((leave) => leave());
    },
    read: () => Object.fromEntries([...topics].map(([path, { readAt }]) => [path, readAt])),
    again: () => topics.forEach((topic, path) => look(path, topic)),
    close: () => {
      topics.forEach(({ timer }) => clearTimeout(timer));
      topics.clear();
    },
  };
}

const newTopic = (shown: Shown): Topic => ({
  shown,
  readers: new Set(),
  model: null,
  fault: null,
  readAt: 0,
  timer: undefined,
  reading: false,
});

/** Reads once, tells what changed, and answers when to read next. */
async function readTopic(path: string, topic: Topic, desk: Pick<Desk, "read" | "now">): Promise<number> {
  topic.reading = true;
  const tell = (message: Message): void => {
    for (const send of topic.readers) send(message);
  };
  try {
    const model = await desk.read(topic.shown);
    const before = topic.model;
    const wasFaulty = topic.fault !== null;
    Object.assign(topic, { model, fault: null, readAt: desk.now() });
    const { readAt } = topic;
    if (before === null || wasFaulty) tell({ kind: "model", path, model, readAt });
    else {
      const patch = patchOf(jsonOf(before), jsonOf(model));
      if (patch !== null) tell({ kind: "patch", path, patch, readAt });
    }
    return pauseOf(model);
  } catch (error) {
    topic.fault = faultOf(error);
    tell({ kind: "fault", path, fault: topic.fault });
    return topic.fault.cause === "throttled" ? THROTTLED_MS : RESTING_MS;
  } finally {
    topic.reading = false;
  }
}

/** Models are JSON by their form: what they hold is text, numbers and lists. */
const jsonOf = (model: Model): Json => model as unknown as Json;

/** Its servers are being read for the first time: they are shown with the next look. */
const isAwaited = ({ servers }: Pick<FleetModel, "servers">): boolean =>
  servers.readAt === null && servers.fault === null;

function pauseOf(model: Model): number {
  if (model.page === "calendar") return CALENDAR_MS;
  if (model.page === "run") return model.endedAt === null || isAwaited(model) ? MOVING_MS : RESTING_MS;
  if (model.page === "fleet") return model.run !== null || isAwaited(model) ? MOVING_MS : RESTING_MS;
  return RESTING_MS;
}
