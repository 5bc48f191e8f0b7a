import * as z from "zod";
import { imageId } from "../../domain/image-id.ts";
import { envelope, idOf, ignored, malformed, short } from "../event-envelope.ts";
import type { ImageEvent, ImageSubject } from "./claim.ts";

interface Said {
  readonly subject: ImageSubject;
  readonly fleet?: string | undefined;
  /** Where the image is, when it need not be where the event was put. */
  readonly region?: string | undefined;
  /** Why the event does not matter. */
  readonly ignored?: string | undefined;
}

/** With its path and, as an ARN, what stands before it (SSM/PutParameter: 1,011 characters). */
const parameterName = z.string().min(1).max(1100);
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
  const head = envelope.safeParse(event);
  if (!head.success) return malformed(idOf(event), head.error);
  const { id: eventId, source, account, time, "detail-type": type } = head.data;
  const reader = readers.get(type);
  if (reader === undefined) {
    const known = [...readers.keys()].join(", ");
    return ignored(eventId, `"${type}" does not tell of an image; known are ${known}`);
  }
  const said = reader.safeParse(event);
  if (!said.success) return malformed(eventId, said.error);
  const { subject, ignored: why, fleet = null, region = head.data.region } = said.data;
  if (why !== undefined) return ignored(eventId, why);
  const saidAt = Date.parse(time);
  return { kind: "claim", claim: { eventId, source, account, region, saidAt, subject, fleet } };
}

function parameterIgnoredReason(operation: string, exception: string | undefined): string | undefined {
  if (exception !== undefined) return `the new value was not accepted: ${exception}`;
  if (operation === "Create" || operation === "Update") return undefined;
  return `the parameter saw a ${operation}, which names no image`;
}
