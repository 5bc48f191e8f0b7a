import * as z from "zod";
import { fleetName } from "../declaration/fleet.ts";
import { imageId } from "../image-id.ts";
import { type ReplacementRequest, reasons } from "./replacement-request.ts";
import { faultsOfStart } from "./start-input-faults.ts";

/** What starts an execution, as far as it was given. */
interface StartInput {
  readonly fleet: string;
  /** Id of an abandoned run that the execution takes over. */
  readonly recover?: string;
  readonly request?: Partial<ReplacementRequest>;
}

/** At most this many characters of JSON: what a person, or a program in a person's place, gives as evidence. */
const MOST_EVIDENCE = 8192;
/**
 * What an event gave 0.1.0 has all of the image's tags, and may still wait: up to 50 of 384 characters (EC2 User Guide,
 * "Tag restrictions"), which JSON may double.
 */
const MOST_EVENT_EVIDENCE = 65_536;

const noControlCharacters = [/^\P{Cc}*$/u, "must have no control characters"] as const;
const words = (most: number) =>
  z.string().min(1, "must not be empty").max(most, `must have at most ${most} characters`);

/** As the command line, events and the sweep ask. */
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
  force: z.boolean().optional(),
  reason: words(256)
    .regex(...noControlCharacters)
    .optional(),
  request: request.optional(),
  recover: words(80).optional(),
});

/** What is taken over has a request of its own: the one that is sent with it says nothing, so that nothing in it stops a recovery. */
const recovery = start.extend({ request: z.unknown().optional() });

/** Reads what an execution was started with, to the last field. Answers all its faults, in words, when there are any. */
export function readStartInput(given: unknown): StartInput | { readonly faults: readonly string[] } {
  const keys = isRecord(given) ? given : {};
  const isRecovery = keys["recover"] !== undefined;
  const parsed = (isRecovery ? recovery : start).safeParse(given);
  const known = { "": Object.keys(start.shape), request: Object.keys(request.shape) };
  const faults = [...faultsOfStart(parsed.error?.issues ?? [], { given, known }), ...mixedFaults(keys)];
  if (!isRecovery) faults.push(...evidenceFaults(keys["request"]));
  if (!parsed.success || faults.length > 0) return { faults };
  const { fleet, recover } = parsed.data;
  if (recover !== undefined) return { fleet, recover };
  const asked = requestOf(parsed.data as z.infer<typeof start>);
  return { fleet, ...(Object.keys(asked).length > 0 && { request: asked }) };
}

/** A person's words are evidence, as the command line's --reason is. */
function requestOf(input: z.infer<typeof start>): Partial<ReplacementRequest> {
  if (input.request !== undefined) return defined(input.request);
  const { image, force, reason } = input;
  return defined({ image, force, evidence: reason === undefined ? undefined : { reason } });
}

/** What is said twice, or beside what it has nothing to do with. */
function mixedFaults(given: Readonly<Record<string, unknown>>): string[] {
  const beside = ["image", "force", "reason"].filter((key) => given[key] !== undefined).join(", ");
  if (beside === "") return [];
  return [
    ...(given["request"] === undefined ? [] : [`request stands beside ${beside}: give one or the other`]),
    ...(given["recover"] === undefined ? [] : [`recover stands beside ${beside}: give one or the other`]),
  ];
}

/** What Admit adds when a request has to wait is no fault when the request comes again. */
function evidenceFaults(given: unknown): string[] {
  const { evidence, reason } = isRecord(given) ? given : {};
  if (!isRecord(evidence)) return [];
  const { queuedBy: _, ...rest } = evidence;
  const most = reason === undefined || reason === "operator" ? MOST_EVIDENCE : MOST_EVENT_EVIDENCE;
  const size = JSON.stringify(rest).length;
  return size <= most ? [] : [`request.evidence must have at most ${most} characters of JSON, has ${size}`];
}

type Defined<T> = { [K in keyof T]?: Exclude<T[K], undefined> };

const defined = <T extends object>(value: T): Defined<T> =>
  Object.fromEntries(Object.entries(value).filter(([, each]) => each !== undefined)) as Defined<T>;

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null && !Array.isArray(value);
