import type { IncomingMessage } from "node:http";
import type { Refusal } from "./guard.ts";

const MOST_BYTES = 65_536;

/** The body as JSON; a refusal for one that is too long or is none. */
export async function readBody(
  request: IncomingMessage,
): Promise<{ readonly json: unknown } | { readonly refusal: Refusal }> {
  const tooLong = { refusal: { status: 413, words: `A body has at most ${MOST_BYTES} bytes.` } };
  if (Number(request.headers["content-length"] ?? 0) > MOST_BYTES) return tooLong;
  const parts: Buffer[] = [];
  let bytes = 0;
  for await (const part of request as AsyncIterable<Buffer>) {
    bytes += part.length;
    if (bytes > MOST_BYTES) return tooLong;
    parts.push(part);
  }
  try {
    return { json: JSON.parse(Buffer.concat(parts).toString("utf8")) };
  } catch {
    return { refusal: { status: 400, words: "The body is no JSON." } };
  }
}
