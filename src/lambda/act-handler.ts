import middy from "@middy/core";
import * as z from "zod";
import { AccessDenied, InvalidInput } from "../errors/errors.ts";
import { type ActDesk, type ActName, acts, performAct } from "../desk/acts.ts";
import { parseInput } from "../step/parse-input.ts";
import type { LambdaHandler } from "./lambda-handler.ts";
import { type Log, log } from "./log.ts";

/** What Lambda answers the caller of a function URL with. */
interface HttpAnswer {
  readonly statusCode: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** As much of a function URL's event as is believed: who AWS found to have signed it, and what they sent. */
const urlEvent = z.object({
  requestContext: z.object({
    authorizer: z.object({ iam: z.object({ userArn: z.string().min(1) }) }).optional(),
    http: z.object({ method: z.string() }),
  }),
  body: z.string().optional(),
  isBase64Encoded: z.boolean().optional(),
});

const sent = z.strictObject({ act: z.string(), asked: z.record(z.string(), z.unknown()) });

/** By the name of an error of ours; anything else is a fault, 500. */
const STATUS: Readonly<Record<string, number>> = {
  InvalidInput: 400,
  AccessDenied: 403,
  NotFound: 404,
  Frozen: 409,
  LedgerConflict: 409,
  Rejected: 400,
  Throttled: 429,
};

/**
 * The door for people's acts: a function URL that AWS lets signed requests through to. Who acts is what AWS says of the signature, and
 * nothing that was sent; without it, as when the function is invoked past its URL, nothing is done.
 */
export function actHandler(
  desk: ActDesk,
  { lines = log }: { readonly lines?: Log } = {},
): LambdaHandler<HttpAnswer> {
  return middy<unknown, HttpAnswer>({ timeoutEarlyInMillis: 0 })
    .before(({ context }) => {
      lines.resetKeys();
      lines.appendKeys({ requestId: context.awsRequestId });
    })
    .onError((request) => {
      const error = request.error instanceof Error ? request.error : new Error(String(request.error));
      const status = STATUS[error.name] ?? 500;
      if (status === 500) lines.error(error.message, error);
      else lines.info(`operate: refused`, { verdict: "refused", reason: `${error.name}: ${error.message}` });
      const { name, message, faults = [] } = error as Error & { readonly faults?: readonly unknown[] };
      request.response = answer(status, { error: { name, message, faults } });
    })
    .handler(async (event: unknown) => {
      const { name, by, asked } = readAct(event);
      lines.appendKeys({ act: name, by });
      const done = await performAct(name, { ...asked, by, proof: "function-url" } as never, desk);
      lines.info(`operate: done`, { verdict: "done", reason: `${name} by ${by}` });
      return answer(200, { done });
    }) as LambdaHandler<HttpAnswer>;
}

const answer = (statusCode: number, body: object): HttpAnswer => ({
  statusCode,
  headers: { "content-type": "application/json" },
  body: JSON.stringify(body),
});

/** Throws AccessDenied where nobody is proved, InvalidInput for an act that there is not, or that is asked for wrongly. */
function readAct(event: unknown): { readonly name: ActName; readonly by: string; readonly asked: object } {
  const { requestContext, body = "", isBase64Encoded = false } = parseInput(urlEvent, event);
  const by = requestContext.authorizer?.iam.userArn;
  if (by === undefined)
    throw new AccessDenied(
      "nobody is known to ask: acts are taken through the function's URL with IAM alone. Next: sign the request",
    );
  if (requestContext.http.method !== "POST") throw new InvalidInput("acts are posted");
  const { act, asked } = parseInput(
    sent,
    jsonOf(isBase64Encoded ? Buffer.from(body, "base64").toString() : body),
  );
  if (!Object.hasOwn(acts, act))
    throw new InvalidInput(`there is no act ${act}: there are ${Object.keys(acts).join(", ")}`);
  const name = act as ActName;
  return { name, by, asked: parseInput<object>(acts[name].asked, asked) };
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new InvalidInput("what was posted is not JSON", { cause });
  }
}
