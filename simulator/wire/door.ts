import type { IncomingMessage } from "node:http";
import { promisify } from "node:util";
import { gunzip } from "node:zlib";
import type { WireResponse } from "./message.ts";

/** No call is as large: PutMetricData takes 1 MB, the largest of the others a template's 16 KB of user data. */
const MOST_BYTES = 16_777_216;
const OWN_NAMES = /^(127\.0\.0\.1|localhost)(:\d+)?$/i;

/** Why a request is not carried out, as it is answered. */
export class RefusedAtTheDoor extends Error {
  readonly status: number;
  constructor(status: number, message: string) {
    super(message);
    this.status = status;
  }
}

export interface Target {
  readonly url: URL;
  /** The whole address stands in the request: it is sent through the simulator as a proxy. */
  readonly isProxied: boolean;
}

/**
 * Where a request goes. Throws RefusedAtTheDoor for what no address is, and for a call that a web page may have made: a page reaches
 * the loopback address by a name of its own that it points there, and by an address that its browser may send to.
 */
export function targetOf(request: IncomingMessage, ownPort: number | undefined): Target {
  const asked = request.url ?? "/";
  const isWhole = /^http:\/\//i.test(asked);
  const url = URL.parse(isWhole ? asked : `http://127.0.0.1${asked.startsWith("/") ? asked : `/${asked}`}`);
  if (url === null) throw new RefusedAtTheDoor(400, "What is asked for is no address.");
  // A client that goes through it to this server's own address means this server.
  const isOwn = OWN_NAMES.test(url.hostname) && Number(url.port) === ownPort;
  if (isWhole && !isOwn) return { url, isProxied: true };
  const { host = "", origin, "sec-fetch-site": site = "none" } = request.headers;
  if (!OWN_NAMES.test(host))
    throw new RefusedAtTheDoor(
      403,
      "The simulator is called 127.0.0.1 or localhost, and answers to no other name.",
    );
  if (origin !== undefined || site !== "none")
    throw new RefusedAtTheDoor(403, "The simulator carries out nothing for a web page.");
  return { url, isProxied: false };
}

/** The body, unfolded where it is compressed, as CloudWatch's clients send large ones. Throws RefusedAtTheDoor for too much of it. */
export async function readBody(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    length += chunk.length;
    if (length > MOST_BYTES) throw tooLarge();
    chunks.push(chunk);
  }
  const body = Buffer.concat(chunks);
  if (request.headers["content-encoding"] !== "gzip") return body;
  try {
    // In a thread of its own: others are answered meanwhile.
    return await promisify(gunzip)(body, { maxOutputLength: MOST_BYTES });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ERR_BUFFER_TOO_LARGE") throw tooLarge();
    throw new RefusedAtTheDoor(400, "The body is said to be gzip, and is not.");
  }
}

const tooLarge = (): RefusedAtTheDoor =>
  new RefusedAtTheDoor(413, `The body has more than ${MOST_BYTES} bytes, which no call has.`);

/** The answer about what went wrong. A fault of the simulator's own is named, and its stack is for whoever runs it. */
export function answerAbout(error: unknown): WireResponse {
  const message = error instanceof Error ? error.message : String(error);
  const [status, type] =
    error instanceof RefusedAtTheDoor ? [error.status, error.constructor.name] : [500, "SimulatorDefect"];
  const headers = { "content-type": "application/json", ...(status === 413 && { connection: "close" }) };
  return { status, headers, body: JSON.stringify({ __type: type, message }) };
}
