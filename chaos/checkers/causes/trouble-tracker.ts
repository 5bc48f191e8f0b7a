import type { WorldEvent } from "../../../simulator/world/world.ts";

/** What went wrong with servers, groups' launches and alarms, by the world itself. */
export interface TroubleTracker {
  follow(worldEvent: WorldEvent): void;
  /**
   * When a server that answered was last found ill, or a server ended or was broken by chance; when a launch of a group last failed; when an alarm
   * last began to ring. By id or name; -Infinity: never.
   */
  lastAt(subject: string): number;
  /** Whether a server that answered was ill at some instant from `since` on, also one that had been before, or ended. */
  wasIll(id: string, since: number): boolean;
}

const ENDS = /^instance-(sick|broken|terminating|terminated|shutting-down|stopping|stopped)$/u;

/** What a target is that is not checked any more, or is well. */
const NOT_ILL = new Set([
  "target-healthy",
  "target-draining",
  "target-drained",
  "target-unused",
  "target-registered",
]);
const idOf = (target: string): string => target.slice(target.lastIndexOf("/") + 1);

export function trackTrouble(isRinging: (alarm: string) => boolean): TroubleTracker {
  const last = new Map<string, number>();
  /** Targets that answered once: before that each is unhealthy while it boots. */
  const answered = new Set<string>();
  /** Targets that are ill, and until when each server's last one was. */
  const ill = new Set<string>();
  const illUntil = new Map<string, number>();
  const isWell = (target: string, at: number): void => {
    if (ill.delete(target)) illUntil.set(idOf(target), at);
  };
  return {
    follow: ({ service, kind, subject, at }) => {
      if (NOT_ILL.has(kind)) isWell(subject, at);
      if (kind === "target-healthy") answered.add(subject);
      else if (kind === "target-unhealthy" && answered.has(subject)) {
        last.set(idOf(subject), at);
        ill.add(subject);
      } else if (ENDS.test(kind) || kind === "launch-failed") last.set(subject, at);
      else if (service === "monitoring" && isRinging(subject)) last.set(subject, at);
    },
    lastAt: (subject) => last.get(subject) ?? Number.NEGATIVE_INFINITY,
    wasIll: (id, since) =>
      Math.max(last.get(id) ?? -Infinity, illUntil.get(id) ?? -Infinity) >= since ||
      [...ill].some((each) => idOf(each) === id),
  };
}
