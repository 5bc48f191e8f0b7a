import type { MoultEvent } from "../moult-event.ts";
import type { OutgoingEvent } from "./outbox.ts";

type DetailType = Extract<
  MoultEvent["detail-type"],
  `Freeze ${string}` | `Quarantine ${string}` | `Image ${string}` | `Declaration ${string}`
>;

interface Act {
  /** Null: it concerns every fleet. */
  readonly fleet: string | null;
  readonly at: number;
  /** Who did it: a person, or `moult`. */
  readonly by: string;
  /** In their words. */
  readonly reason: string;
  /** What it comes to, in words. */
  readonly sentence: string;
  readonly next: readonly string[];
  /** What only events of this type say. */
  readonly more?: Readonly<Record<string, unknown>>;
}

/** What is published of what somebody did to a fleet, to an image or to all, once for each time. */
export function actEvent(
  detailType: DetailType,
  { fleet, at, by, reason, sentence, next, more }: Act,
): OutgoingEvent {
  const about = typeof more?.["image"] === "string" ? `-${more["image"]}` : "";
  return {
    id: `${detailType.toLowerCase().replaceAll(" ", "-")}-${fleet ?? "account"}${about}-${at}`,
    detailType,
    detail: { fleet, by, reason, sentence, next, since: new Date(at).toISOString(), ...more },
  };
}
