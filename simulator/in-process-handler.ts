import { type HttpRequest, HttpResponse } from "@smithy/core/transport";
import { type Account, arrive } from "./calls/call-executor.ts";
import { throughTime } from "./through-time.ts";
import { readCall } from "./wire/dispatch.ts";
import type { WireRequest } from "./wire/message.ts";

/** A `requestHandler` for SDK clients that leads to the simulated account, in this process and in virtual time. */
export interface InProcessHandler {
  handle(request: HttpRequest): Promise<{ response: HttpResponse }>;
  destroy(): void;
  updateHttpClientConfig(): void;
  httpHandlerConfigs(): Record<string, never>;
}

/** Rejects with a TimeoutError (ECONNRESET) when the answer was lost on the way: see `throughTime`. */
export function inProcessHandler(account: Account, latencySeconds: number, caller: string): InProcessHandler {
  return {
    handle: async (request) => {
      const { status, headers, body } = await throughTime(account, latencySeconds, () =>
        arrive(account, caller, (requestId) => readCall(wireRequest(request), account.services, requestId)),
      );
      return {
        response: new HttpResponse({ statusCode: status, headers: { ...headers }, body: bytesOf(body) }),
      };
    },
    destroy: () => undefined,
    updateHttpClientConfig: () => undefined,
    httpHandlerConfigs: () => ({}),
  };
}

function wireRequest({ method, path, query, headers, body }: HttpRequest): WireRequest {
  const single = Object.entries(query ?? {}).map(([name, value]) => [
    name,
    Array.isArray(value) ? value.join(",") : (value ?? ""),
  ]);
  const lowered = Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]);
  return {
    method,
    path,
    query: Object.fromEntries(single),
    headers: Object.fromEntries(lowered),
    body: typeof body === "string" ? body : new TextDecoder().decode(body as Uint8Array | undefined),
    bytes: () => bytesOf(body as string | Uint8Array | undefined),
  };
}

const bytesOf = (body: string | Uint8Array = ""): Uint8Array =>
  typeof body === "string" ? Buffer.from(body) : body;
