import { Agent, type RequestOptions } from "node:https";
import type { Duplex } from "node:stream";
import { HttpsProxyAgent } from "hpagent";
import { isExcepted } from "./is-excepted.ts";

/** The way out of a network that has no other. */
export interface ProxySettings {
  /** `http://user:password@proxy:3128` */
  readonly url: string;
  /** What NO_PROXY says: hosts that are reached without it. */
  readonly except: string;
}

type Connected = (error: Error | null, socket: Duplex) => void;

/** What a proxy did not let through. `code` is what its meaning goes by (src/errors/connection-faults.ts). */
class ProxyError extends Error {
  readonly code = "EPROXY";
}

/** Leads connections to AWS through the proxy, but for the hosts that are excepted. */
export function proxyAgent({ url, except }: ProxySettings): Agent {
  const { host: proxy } = new URL(url);
  class ProxyAgent extends HttpsProxyAgent {
    override createConnection(options: RequestOptions, callback?: Connected): Duplex | null | undefined {
      const { host, port } = options;
      if (isExcepted(String(host), Number(port ?? 443), except))
        return Agent.prototype.createConnection.call(this as unknown as Agent, options, callback);
      return super.createConnection(options, (error, socket) =>
        callback?.(
          error && new ProxyError(`the proxy ${proxy}: ${wordsOf(error)}`, { cause: error }),
          socket,
        ),
      );
    }
  }
  return new ProxyAgent({ proxy: url, keepAlive: true, maxSockets: 50 }) as unknown as Agent;
}

const wordsOf = ({ message }: Error): string => message.replace(/^Bad response: /, "it answers ");
