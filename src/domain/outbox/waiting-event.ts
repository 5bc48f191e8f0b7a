import type { Leave } from "../decide/decide.ts";
import { digest } from "../following/digest.ts";
import type { OutgoingEvent } from "./outbox.ts";

/** What is waited for without anybody's having to do anything: each is told when it begins. */
export const waitingFor = ["window", "calendar", "budget", "slots"] as const;

const DAY_MS = 86_400_000;

/** What is published where something is due and waits; null: it waits for nothing of that kind. The same wait is told once a day at most. */
export function waitingEvent(
  fleet: string,
  { because, reason, nextAt }: Leave,
  now: number,
  sentence = reason,
): OutgoingEvent | null {
  const kind = waitingFor.find((each) => each === because);
  if (kind === undefined) return null;
  // Whose slots they are changes with each end of a run: that is no other wait.
  const about = kind === "slots" ? kind : reason;
  return {
    id: `rollout-waiting-${fleet}-${digest([kind, about])}-${Math.floor(now / DAY_MS)}`,
    detailType: "Rollout Waiting",
    detail: {
      fleet,
      waitsFor: kind,
      reason,
      sentence,
      since: new Date(now).toISOString(),
      nextAt: nextAt === null ? null : new Date(nextAt).toISOString(),
    },
  };
}
