import * as z from "zod";
import { askIdText } from "../approval/approval-ask.ts";
import { fleetName } from "../declaration/fleet.ts";
import { imageId } from "../image-id.ts";
import { deeds, doFaults, type Doing, doingOf } from "../steering/do-input.ts";
import { reasons } from "./cause.ts";
import type { Side } from "./rollout.ts";
import { faultsOfStart } from "./start-input-faults.ts";

/** What starts an execution, parsed. Exactly one of the six is there. */
export interface StartInput {
  readonly fleet: string;
  /** Id of an abandoned run that the execution takes over. */
  readonly recover?: string;
  /** The run that the execution carries on, and as which of its legs. */
  readonly leg?: { readonly run: string; readonly number: number };
  /** What whoever started it had decided. */
  readonly decided?: { readonly image: string; readonly reason: (typeof reasons)[number] };
  readonly ask?: Ask;
  /** On which side a person leaves the fleet, whose last rollout could go neither on nor back. */
  readonly settle?: Settle;
  /** What a person has done to what runs, or to the fleet. */
  readonly doing?: Doing;
}

/** Who says so, and why; null: it was not said. */
export interface Settle extends Pick<Ask, "by" | "reason"> {
  readonly keep: Side;
}

/** What a person asks for; with nothing said, that the fleet be looked at and what is due be begun. */
export interface Ask {
  /** The image to run instead of what the declaration names. */
  readonly image: string | null;
  /** When that ends, milliseconds since 1970; null: when the declaration names another image. */
  readonly until: number | null;
  /** Servers launched before this instant are replaced; `now`: all of them. */
  readonly launchedBefore: number | "now" | null;
  /** Who asks, and why; null: it was not said. */
  readonly by: string | null;
  readonly reason: string | null;
}

const NOTHING_SAID: Ask = { image: null, until: null, launchedBefore: null, by: null, reason: null };

/** Why, in the words of whoever asks; without any, that they do. */
export const askReason = ({ reason }: Pick<Ask, "reason">, by: string): string =>
  reason ?? `asked for by ${by}`;

const words = (most: number) =>
  z
    .string()
    .min(1, "must not be empty")
    .max(most, `must have at most ${most} characters`)
    .regex(/^\P{Cc}*$/u, "must have no control characters");
/** Who asks, and why, as a person types it. */
export const saidWords = words(256);
const instant = z
  .union([z.iso.datetime({ offset: true }), z.iso.date()], {
    error: "must be a date such as 2026-11-29 or 2026-11-29T12:00:00Z",
  })
  .transform((text) => Date.parse(text));

/** As 0.1.0 was asked by its command line, its detector and its sweep; such executions may still wait to begin. */
const request = z.strictObject({
  reason: z.enum(reasons).optional(),
  image: imageId.nullable().optional(),
  force: z.boolean().optional(),
  by: words(1024).optional(),
  at: z.number().min(0, "must be milliseconds since 1970").optional(),
  evidence: z.record(z.string(), z.unknown()).optional(),
});

const start = z.strictObject({
  fleet: fleetName,
  /** Typed into the console, as `moult rollout start` takes them. */
  image: imageId.optional(),
  until: instant.optional(),
  force: z.boolean().optional(),
  replaceLaunchedBefore: instant.optional(),
  reason: saidWords.optional(),
  by: saidWords.optional(),
  decided: z.strictObject({ image: imageId, reason: z.enum(reasons) }).optional(),
  request: request.optional(),
  recover: words(80).optional(),
  leg: z.strictObject({ run: words(80), number: z.int().min(2, "must be at least 2") }).optional(),
  settle: z.enum(["blue", "green"]).optional(),
  do: z.enum(deeds).optional(),
  for: saidWords.optional(),
  keep: z.enum(["blue", "green"]).optional(),
  ask: askIdText.optional(),
});

/** What is taken over needs nothing else: what 0.1.0 sends with it stops no recovery. */
const recovery = start.extend({ request: z.unknown().optional() });

/** Reads what an execution was started with, to the last field. Answers all its faults, in words, when there are any. */
export function readStartInput(given: unknown): StartInput | { readonly faults: readonly string[] } {
  const keys = isRecord(given) ? given : {};
  const isRecovery = keys["recover"] !== undefined;
  const parsed = (isRecovery ? recovery : start).safeParse(given);
  const known = {
    "": Object.keys(start.shape),
    request: Object.keys(request.shape),
    decided: ["image", "reason"],
    leg: ["run", "number"],
  };
  const ofKeys = faultsOfStart(parsed.error?.issues ?? [], { given, known });
  const faults = [...ofKeys, ...doFaults(keys), ...(keys["do"] === undefined ? mixedFaults(keys) : [])];
  if (!parsed.success || faults.length > 0) return { faults };
  const {
    fleet,
    recover,
    decided,
    leg,
    settle,
    by = null,
    reason = null,
  } = parsed.data as z.infer<typeof start>;
  const { do: deed, ...said } = parsed.data as z.infer<typeof start>;
  if (deed !== undefined) return { fleet, doing: doingOf({ ...said, do: deed }) };
  if (recover !== undefined) return { fleet, recover };
  if (leg !== undefined) return { fleet, leg };
  if (decided !== undefined) return { fleet, decided };
  if (settle !== undefined) return { fleet, settle: { keep: settle, by, reason } };
  return { fleet, ask: askOf(parsed.data as z.infer<typeof start>) };
}

function askOf({
  image,
  until,
  force,
  replaceLaunchedBefore,
  reason,
  by,
  request: old,
}: z.infer<typeof start>): Ask {
  if (old !== undefined) return olderAsk(old);
  return {
    image: image ?? null,
    until: until ?? null,
    launchedBefore: replaceLaunchedBefore ?? (force === true ? "now" : null),
    by: by ?? null,
    reason: reason ?? null,
  };
}

/** What an event asked of 0.1.0 is read again from AWS; what a person asked for is what they ask for. */
function olderAsk({ reason, image, force, by, at, evidence }: z.infer<typeof request>): Ask {
  const said = evidence?.["reason"];
  const who = { by: by ?? null, reason: typeof said === "string" && said !== "" ? said.slice(0, 256) : null };
  if (reason !== undefined && reason !== "operator") return { ...NOTHING_SAID, ...who };
  return {
    ...NOTHING_SAID,
    ...who,
    image: image ?? null,
    launchedBefore: force === true ? (at ?? "now") : null,
  };
}

const ASKS = ["image", "until", "force", "replaceLaunchedBefore", "reason", "by"];

/** What is said twice, or beside what it has nothing to do with. */
function mixedFaults(given: Readonly<Record<string, unknown>>): string[] {
  const lone = given["until"] !== undefined && given["image"] === undefined;
  const beside = ASKS.filter((key) => given[key] !== undefined).join(", ");
  const isSettled = given["settle"] !== undefined;
  const ways = ["request", "recover", "decided", "leg"].filter((key) => given[key] !== undefined);
  const isOlderRecovery = ways.join() === "request,recover";
  const isTwice = given["force"] === true && given["replaceLaunchedBefore"] !== undefined;
  if (isTwice) return ["force stands beside replaceLaunchedBefore: give one or the other"];
  if (isSettled) return besideSettle(given);
  if (lone) return ["until stands without image: give the image that it is the end of"];
  if (beside !== "") return ways.map((way) => `${way} stands beside ${beside}: give one or the other`);
  return ways.length < 2 || isOlderRecovery ? [] : [`${ways.join(" stands beside ")}: give one of them`];
}

/** Who settles says why, and nothing else: what the fleet is to run is asked for afterwards. */
const besideSettle = (given: Readonly<Record<string, unknown>>): string[] =>
  [...ASKS.slice(0, 4), "request", "recover", "decided", "leg"]
    .filter((key) => given[key] !== undefined)
    .map((key) => `${key} stands beside settle: settle the fleet first`);

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null && !Array.isArray(value);
