import type { WorldEvent } from "../../../simulator/world/world.ts";

/** What went wrong with servers, groups' launches and alarms, by the world itself. */
export interface TroubleTracker {
  follow(worldEvent: WorldEvent): void;
  /**
   * When a server that answered was last found ill, or a server ended or was broken by chance; when a launch of a group last failed; when an alarm
   * last began to ring. By id or name; -Infinity: never.
   */
  lastAt(subject: string): number;
}

const ENDS = /^instance-(sick|broken|terminating|terminated|shutting-down|stopping|stopped)$/u;

export function trackTrouble(isRinging: (alarm: string) => boolean): TroubleTracker {
  const last = new Map<string, number>();
  /** Targets that answered once: before that each is unhealthy while it boots. */
  const answered = new Set<string>();
  return {
    follow: ({ service, kind, subject, at }) => {
      if (kind === "target-healthy") answered.add(subject);
      else if (kind === "target-unhealthy" && answered.has(subject))
        last.set(subject.slice(subject.lastIndexOf("/") + 1), at);
      else if (ENDS.test(kind) || kind === "launch-failed") last.set(subject, at);
      else if (service === "monitoring" && isRinging(subject)) last.set(subject, at);
    },
    lastAt: (subject) => last.get(subject) ?? Number.NEGATIVE_INFINITY,
  };
}
