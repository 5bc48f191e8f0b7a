import { type RequestOptions, request } from "node:http";

/** A status, or why there was none. */
interface ProbeAnswer {
  readonly status: number | null;
  readonly error: string | null;
}

type Probe = (url: string, timeoutSeconds: number) => Promise<ProbeAnswer>;

/**
 * Asks a server by HTTP for its status: one GET, no redirects followed, no connection kept, the body left unread.
 * Never throws: what goes wrong is the answer. With a proxy (`http://host:port`) the request goes through it.
 */
export function httpProbe(proxy?: string): Probe {
  return (url, timeoutSeconds) =>
    new Promise((resolve) => {
      if (!URL.canParse(url) || new URL(url).protocol !== "http:") {
        resolve({ status: null, error: `${url} is not an http URL` });
        return;
      }
      // A socket's own timeout starts again with each byte; a server that trickles must not hold the function.
      const signal = AbortSignal.timeout(timeoutSeconds * 1000);
      const call = request({ ...whereTo(new URL(url), proxy), agent: false, signal }, (response) => {
        response.destroy();
        resolve({ status: response.statusCode ?? null, error: null });
      });
      call.on("error", (error) => {
        const reason = signal.aborted ? `no answer within ${timeoutSeconds} s` : error.message;
        resolve({ status: null, error: reason });
      });
      call.end();
    });
}

function whereTo(target: URL, proxy: string | undefined): RequestOptions {
  const hop = proxy === undefined ? target : new URL(proxy);
  return {
    method: "GET",
    // URL keeps the brackets of an IPv6 address, which connect does not take.
    host: hop.hostname.replace(/^\[|\]$/g, ""),
    port: hop.port || 80,
    path: proxy === undefined ? target.pathname + target.search : target.href,
    headers: { host: target.host, connection: "close" },
  };
}
