import * as z from "zod";
import { imageId } from "../../domain/image-id.ts";
import { toDotPath } from "zod/v4/core";
import type { ImageEvent, ImageSubject } from "./claim.ts";

interface Said {
  readonly subject: ImageSubject;
  readonly fleet?: string | undefined;
  /** Where the image is, when it need not be where the event was put. */
  readonly region?: string | undefined;
  /** Why the event does not matter. */
  readonly ignored?: string | undefined;
}

/** Whoever puts an event on the bus may make any of its texts as long as all of it: these go into the ledger. */
const short = z.string().min(1).max(256);
/** With its path and, as an ARN, what stands before it (SSM/PutParameter: 1,011 characters). */
const parameterName = z.string().min(1).max(1100);
/** What is said about an event has at most so many characters. */
const LONGEST_REASON = 500;

const envelope = z.object({
  id: short,
  source: short,
  "detail-type": short,
  account: z.string().regex(/^\d{12}$/, "must be 12 digits"),
  region: short,
  time: z.iso.datetime(),
});

const build = z
  .string()
  .max(512)
  .regex(
    /^arn:[a-z-]+:imagebuilder:[^:]+:\d{12}:image\/[^/]+\/[^/]+\/\d+$/,
    "must be the ARN of a build of Image Builder",
  );

/** The event carries no AMI id, only the build that was made. */
const imageBuilder = z
  .object({
    resources: z.tuple([build]).rest(z.string()),
    detail: z.object({ state: z.object({ status: z.string() }) }),
  })
  .transform(
    ({ resources: [arn], detail: { state } }): Said => ({
      subject: { kind: "build", build: arn },
      ignored: state.status === "AVAILABLE" ? undefined : `the build is ${state.status}, not AVAILABLE`,
    }),
  );

/** `available` comes after CreateImage, CopyImage and EnableImage. */
const ami = z.object({ detail: z.object({ ImageId: imageId, State: z.string() }) }).transform(
  ({ detail: { ImageId, State } }): Said => ({
    subject: { kind: "image", image: ImageId },
    ignored: State === "available" ? undefined : `the image is ${State}, not available`,
  }),
);

/** Carries neither value nor version. With an exception the new value never took effect (aws-facts 1.5). */
const parameter = z
  .object({
    detail: z.object({ name: parameterName, operation: z.string(), exception: z.string().optional() }),
  })
  .transform(
    ({ detail: { name, operation, exception } }): Said => ({
      subject: { kind: "parameter", parameter: name },
      ignored: parameterIgnoredReason(operation, exception),
    }),
  );

/** A convention of moult's own: Packer sends no event, so the build's last step puts this one. */
const packer = z
  .object({
    detail: z.object({ imageId, region: short.optional(), fleet: short.optional() }),
  })
  .transform(
    ({ detail }): Said => ({
      subject: { kind: "image", image: detail.imageId },
      fleet: detail.fleet,
      region: detail.region,
    }),
  );

const readers: ReadonlyMap<string, z.ZodType<Said>> = new Map<string, z.ZodType<Said>>([
  ["EC2 Image Builder Image State Change", imageBuilder],
  ["EC2 AMI State Change", ami],
  ["Parameter Store Change", parameter],
  ["AMI Published", packer],
]);

/** Reads an event of EventBridge as a claim that an image was published. Never throws: what is wrong is the answer. */
export function readImageEvent(event: unknown): ImageEvent {
  const read = parseEvent(event);
  return read.kind === "claim" ? read : { ...read, reason: read.reason.slice(0, LONGEST_REASON) };
}

function parseEvent(event: unknown): ImageEvent {
  const head = envelope.safeParse(event);
  if (!head.success) return { kind: "malformed", eventId: idOf(event), reason: faultsOf(head.error) };
  const { id: eventId, source, account, time, "detail-type": type } = head.data;
  const reader = readers.get(type);
  if (reader === undefined) {
    const known = [...readers.keys()].join(", ");
    return { kind: "ignored", eventId, reason: `"${type}" does not tell of an image; known are ${known}` };
  }
  const said = reader.safeParse(event);
  if (!said.success) return { kind: "malformed", eventId, reason: faultsOf(said.error) };
  const { subject, ignored, fleet = null, region = head.data.region } = said.data;
  if (ignored !== undefined) return { kind: "ignored", eventId, reason: ignored };
  const saidAt = Date.parse(time);
  return { kind: "claim", claim: { eventId, source, account, region, saidAt, subject, fleet } };
}

function parameterIgnoredReason(operation: string, exception: string | undefined): string | undefined {
  if (exception !== undefined) return `the new value was not accepted: ${exception}`;
  if (operation === "Create" || operation === "Update") return undefined;
  return `the parameter saw a ${operation}, which names no image`;
}

function idOf(event: unknown): string | null {
  const parsed = z.object({ id: short }).safeParse(event);
  return parsed.success ? parsed.data.id : null;
}

function faultsOf(error: z.ZodError): string {
  return error.issues.map((issue) => `${toDotPath(issue.path) || "event"}: ${issue.message}`).join("; ");
}
