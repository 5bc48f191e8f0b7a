import type { IncomingHttpHeaders } from "node:http";

/** Why a request is not even looked at. */
export interface Refusal {
  readonly status: number;
  readonly words: string;
}

interface Asked {
  readonly method: string;
  readonly headers: IncomingHttpHeaders;
  /** The port that this server listens on. */
  readonly port: number;
}

const METHODS: ReadonlySet<string> = new Set(["GET", "HEAD", "POST"]);

/**
 * Refuses what no page of ours sends, before anything else is looked at. The name by which the server was called comes first: a
 * foreign name that leads to this machine is how a web page reaches a server on the loopback address (DNS rebinding, as in
 * CVE-2025-24010). Ports do not separate sites, so that another server on this machine counts as a stranger by its origin alone.
 */
export function refusalOf({ method, headers, port }: Asked): Refusal | null {
  const { host, origin } = headers;
  if (host !== `127.0.0.1:${port}` && host !== `localhost:${port}`)
    return { status: 421, words: `This desk answers as 127.0.0.1:${port} alone.` };
  if (!METHODS.has(method)) return { status: 405, words: "This desk takes GET and POST." };
  if (origin !== undefined && origin !== `http://${host}`)
    return { status: 403, words: "Another page asked, and no other page may." };
  const site = headers["sec-fetch-site"];
  if (site !== undefined && site !== "same-origin" && site !== "none")
    return { status: 403, words: "Another page asked, and no other page may." };
  return method === "POST" ? postRefusal(headers) : null;
}

function postRefusal(headers: IncomingHttpHeaders): Refusal | null {
  if (headers.origin === undefined)
    return { status: 403, words: "Nothing says which page asked: a change needs its Origin." };
  if (headers["content-type"]?.split(";")[0]?.trim() !== "application/json")
    return { status: 415, words: "This desk takes JSON." };
  return null;
}

/** Every answer carries these: nothing of it is framed, sniffed, kept, or sends anything anywhere. */
export const HEADERS: Readonly<Record<string, string>> = {
  "content-security-policy": [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self' data:",
    "connect-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
    "require-trusted-types-for 'script'",
  ].join("; "),
  "x-content-type-options": "nosniff",
  "referrer-policy": "no-referrer",
  "cross-origin-opener-policy": "same-origin",
  "cross-origin-resource-policy": "same-origin",
  "cache-control": "no-store",
  "x-frame-options": "DENY",
};
