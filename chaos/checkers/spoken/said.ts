import type { BusEvent } from "../../../simulator/world/world.ts";

/** An event of moult's that the bus has taken. */
export interface Said {
  readonly id: string;
  readonly type: string;
  /** The fleet that it is about; empty: the account. */
  readonly fleet: string;
  /** Of one that needs attention: what kind, and in which words. */
  readonly kind: string;
  readonly words: string;
  /** Of one about a rollout. */
  readonly rollout: string;
  readonly at: number;
}

const text = (value: unknown): string => (typeof value === "string" ? value : "");

/** What the bus has taken, as far as it is about a run or needs attention; undefined: it is of somebody else, or about a server. */
export function saidBy({ source, detail, "detail-type": type }: BusEvent, at: number): Said | undefined {
  if (source !== "moult" || type.startsWith("Instance ")) return undefined;
  const [id, rollout] = [text(detail["id"]), text(detail["rollout"])];
  const fleet = text(detail["fleet"]);
  // That it is over is said in the words that it was said with, and says the contrary.
  const isOver = type === "Attention Cleared";
  const kind = isOver ? "" : text(detail["kind"]);
  return { id, type, fleet, kind, words: isOver ? "" : text(detail["irregularity"]), rollout, at };
}
