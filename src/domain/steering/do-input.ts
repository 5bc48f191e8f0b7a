import { parseDuration } from "../duration.ts";
import type { Side } from "../run/rollout.ts";
import { pauseSeconds } from "./pause-seconds.ts";

/** What a person may have done by an execution's input: `{"fleet":"web","do":"pause","reason":"…"}`. */
export const deeds = [
  "pause",
  "resume",
  "promote",
  "abort",
  "rollback",
  "retry",
  "settle",
  "freeze",
  "unfreeze",
  "approve",
  "reject",
] as const;
export type Deed = (typeof deeds)[number];

/** One of them, read. */
export interface Doing {
  readonly deed: Deed;
  readonly reason: string;
  /** Null: it was not said. */
  readonly by: string | null;
  /** How long a pause or a freeze lasts; null: a pause a day, a freeze until it is lifted. */
  readonly seconds: number | null;
  /** The image that is begun again; null: the one that is wanted. */
  readonly image: string | null;
  /** The ask that is answered (askId); null: the one that waits. */
  readonly ask: string | null;
  /** On which side the fleet is settled. */
  readonly keep: Side | null;
}

type Given = Readonly<Record<string, unknown>>;

/** Keys that stand beside `do`, and beside which of them; `reason` and `by` beside each. */
const BESIDE: Readonly<Record<string, readonly Deed[]>> = {
  for: ["pause", "freeze"],
  keep: ["settle"],
  image: ["retry", "approve", "reject"],
  ask: ["approve", "reject"],
};
const OF_ALL = ["fleet", "do", "reason", "by"];

/** What is wrong with an input that has `do`, or a key of it, one sentence a fault. What is no text is a fault of its own. */
export function doFaults(given: Given): string[] {
  const deed = given["do"];
  if (deed === undefined)
    return ["for", "keep", "ask"]
      .filter((key) => given[key] !== undefined)
      .map((key) => `${key} stands without do: say what is to be done`);
  const known = deeds.find((each) => each === deed);
  const strange = Object.keys(given).filter((key) => !OF_ALL.includes(key) && given[key] !== undefined);
  return [
    ...(given["reason"] === undefined ? [`reason is missing: say why`] : []),
    ...(deed === "settle" && given["keep"] === undefined
      ? ["keep is missing: give blue or green, the side on which the fleet stays"]
      : []),
    ...(known === undefined ? [] : strange.flatMap((key) => besideFault(key, known))),
    ...lengthFaults(given["for"], deed),
  ];
}

function besideFault(key: string, deed: string): string[] {
  const goes = Object.keys(BESIDE).filter((each) => BESIDE[each]?.some((known) => known === deed));
  return goes.includes(key)
    ? []
    : [`${key} stands beside do ${deed}: beside that go ${["reason", "by", ...goes].join(", ")}`];
}

function lengthFaults(text: unknown, deed: unknown): string[] {
  if (typeof text !== "string") return [];
  if (deed !== "pause") {
    const isLength = (parseDuration(text) ?? 0) > 0;
    return isLength ? [] : [`for is no time to come, is ${text}: write it as 30m, 8h or 2d`];
  }
  const read = pauseSeconds(text);
  return typeof read === "number" ? [] : [`for ${read.fault}`];
}

interface Read {
  readonly do: Deed;
  readonly reason?: string | undefined;
  readonly by?: string | undefined;
  readonly for?: string | undefined;
  readonly image?: string | undefined;
  readonly ask?: string | undefined;
  readonly keep?: Side | undefined;
}

/** What is to be done, of an input without a fault. */
export const doingOf = ({ do: deed, reason = "", by, for: length, image, ask, keep }: Read): Doing => ({
  deed,
  reason,
  by: by ?? null,
  seconds: length === undefined ? null : (parseDuration(length) ?? null),
  image: image ?? null,
  ask: ask ?? null,
  keep: keep ?? null,
});
