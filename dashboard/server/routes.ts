import type { IncomingMessage, ServerResponse } from "node:http";
import * as z from "zod";
import { actNames } from "../wire/acts.ts";
import { shownAt } from "../wire/pages.ts";
import type { Desk } from "./desk-port.ts";
import { faultOf } from "./fault-of.ts";
import type { Feed } from "./feed.ts";
import type { Keys } from "./keys.ts";
import { readBody } from "./read-body.ts";
import { openStream } from "./stream.ts";

/** What a route answers from. */
export interface Serving {
  readonly desk: Desk;
  readonly feed: Feed;
  readonly keys: Keys;
}

type Answer = readonly [status: number, body: object];

/** As many as the tabs of one browser show together. */
const MOST_PAGES = 16;

const name = z.string().min(1).max(128);
const subject = z.strictObject({
  act: z.enum(actNames),
  fleet: name.nullable(),
  item: z.string().min(1).max(1024).nullable(),
  option: z.boolean(),
});
const consent = subject.extend({
  revision: z.string().max(128),
  reason: z
    .string()
    .trim()
    .min(1, "say why: it is kept in the history")
    .max(1024, "say it in at most 1024 characters")
    .regex(/^\P{Cc}*$/u, "say it in one line"),
  typed: z.string().max(128),
  lasts: z.string().max(16),
});
const session = z.strictObject({ code: z.string().max(128) });

/** Answers what is under /api. All but the exchange of a code needs the token. */
export async function answerApi(
  request: IncomingMessage,
  response: ServerResponse,
  serving: Serving,
): Promise<void> {
  const url = new URL(request.url ?? "/", "http://desk");
  const post = request.method === "POST";
  if (post && url.pathname === "/api/session") return send(response, await exchanged(request, serving));
  const judged = serving.keys.judge(request.headers.authorization);
  if (judged !== "ok") return send(response, unauthorized(judged));
  if (!post && url.pathname === "/api/stream") return stream(url, response, serving);
  if (post && url.pathname === "/api/preview") return send(response, await previewed(request, serving));
  if (post && url.pathname === "/api/act") return send(response, await acted(request, serving));
  send(response, [404, { words: "There is nothing here." }]);
}

const UNAUTHORIZED = {
  wrong: [401, "This page has no key: open the link that the terminal shows."],
  old: [401, "This session is over: start `moult dashboard` again."],
  locked: [429, "Too many wrong keys were tried: none is looked at for a minute."],
} as const;

function unauthorized(judged: keyof typeof UNAUTHORIZED): Answer {
  const [status, words] = UNAUTHORIZED[judged];
  return [status, { words }];
}

async function exchanged(request: IncomingMessage, { keys }: Serving): Promise<Answer> {
  const body = await readBody(request);
  if ("refusal" in body) return [body.refusal.status, body.refusal];
  const asked = session.safeParse(body.json);
  if (!asked.success) return [400, { words: "The code is missing." }];
  const given = keys.exchange(asked.data.code);
  if (typeof given === "object") return [200, given];
  const words =
    "This link was used, or is older than a minute: press Enter in the terminal of `moult dashboard` for a new one.";
  return given === "locked" ? unauthorized(given) : [401, { words }];
}

function stream(url: URL, response: ServerResponse, { desk, feed }: Serving): void {
  const paths = url.searchParams.getAll("page");
  const pages = paths.map(shownAt);
  const known = pages.filter((page) => page !== null);
  if (known.length !== pages.length || known.length === 0 || known.length > MOST_PAGES)
    return send(response, [404, { words: "There is no such page." }]);
  openStream(response, { desk, feed }, known);
}

async function previewed(request: IncomingMessage, { desk }: Serving): Promise<Answer> {
  const body = await readBody(request);
  if ("refusal" in body) return [body.refusal.status, body.refusal];
  const asked = subject.safeParse(body.json);
  if (!asked.success) return [400, { words: z.prettifyError(asked.error) }];
  return desk.preview(asked.data).then((preview) => [200, preview] as const, failed);
}

async function acted(request: IncomingMessage, { desk, feed }: Serving): Promise<Answer> {
  if (desk.place.readOnly) return [403, { words: "This desk was opened to look only (--read-only)." }];
  const body = await readBody(request);
  if ("refusal" in body) return [body.refusal.status, body.refusal];
  const asked = consent.safeParse(body.json);
  if (!asked.success) return [400, { words: asked.error.issues.map(({ message }) => message).join("; ") }];
  const outcome = await desk.act(asked.data).then((done) => [done.done ? 200 : 409, done] as const, failed);
  feed.again();
  return outcome;
}

const failed = (error: unknown): Answer => [502, faultOf(error)];

/** One JSON object. What was refused before its body was read ends the connection with it. */
function send(response: ServerResponse, [status, body]: Answer): void {
  response.writeHead(status, {
    "content-type": "application/json; charset=utf-8",
    ...(status === 413 && { connection: "close" }),
  });
  response.end(JSON.stringify(body));
}
