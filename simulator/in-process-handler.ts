import { type HttpRequest, HttpResponse } from "@smithy/core/transport";
import { type Account, arrive } from "./call-executor.ts";
import type { WireRequest } from "./wire/message.ts";

/** A `requestHandler` for SDK clients that leads to the simulated account, in this process and in virtual time. */
export interface InProcessHandler {
  handle(request: HttpRequest): Promise<{ response: HttpResponse }>;
  destroy(): void;
  updateHttpClientConfig(): void;
  httpHandlerConfigs(): Record<string, never>;
}

/**
 * Each call takes `latencySeconds` of virtual time, half of it before the call is carried out and half after, so that
 * the calls of several callers interleave. Nothing here waits for real time or real input: see `drive`.
 * Rejects with a TimeoutError (ECONNRESET) when the answer was lost on the way.
 */
export function inProcessHandler(account: Account, latencySeconds: number, caller: string): InProcessHandler {
  const sleep = (seconds: number): Promise<void> =>
    new Promise((resolve) => account.world.after(seconds, resolve));

  return {
    handle: async (request) => {
      await sleep(latencySeconds / 2);
      const call = arrive(account, wireRequest(request), caller);
      if (call.delaySeconds > 0) await sleep(call.delaySeconds);
      const { response, lost } = call.execute();
      await sleep(latencySeconds / 2);
      if (lost) throw lostAnswer();
      const { status, headers, body } = response;
      return {
        response: new HttpResponse({ statusCode: status, headers: { ...headers }, body: Buffer.from(body) }),
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
  };
}

const lostAnswer = (): Error =>
  Object.assign(new Error("The connection was lost before the answer came."), {
    name: "TimeoutError",
    code: "ECONNRESET",
  });
