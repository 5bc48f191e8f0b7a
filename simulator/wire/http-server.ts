import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import type { Simulator } from "../simulator.ts";
import { answerAbout, readBody, RefusedAtTheDoor, type Target, targetOf } from "./door.ts";
import { answerProxied } from "./forward-proxy.ts";
import type { WireRequest, WireResponse } from "./message.ts";

interface HttpServerOptions {
  /** 0: any free port. */
  readonly port: number;
  /** Called before each request is carried out: brings the world to the present. */
  readonly beforeEach?: () => void;
  /** Hears of a fault of the simulator's own, which the answer only names. */
  readonly onDefect?: (error: unknown) => void;
  /** How long a request may take to come in; default ten seconds. */
  readonly patienceMs?: number;
}

interface RunningServer {
  /** `http://127.0.0.1:4580` */
  readonly url: string;
  close(): Promise<void>;
}

const LOOPBACK = "127.0.0.1";
const PATIENCE_MS = 10_000;

/**
 * Opens the simulated account to any AWS client over HTTP, on the loopback address only, and to no web page. As a forward proxy it
 * also leads to the simulated servers and load balancers: `curl -x <url> http://10.0.1.5/healthz`.
 * Rejects when the port is taken.
 */
export async function startHttpServer(
  simulator: Simulator,
  options: HttpServerOptions,
): Promise<RunningServer> {
  const { patienceMs = PATIENCE_MS } = options;
  const limits = {
    headersTimeout: patienceMs,
    requestTimeout: patienceMs,
    connectionsCheckingInterval: patienceMs / 2,
  };
  const server = createServer(limits, (request, response) => {
    answerOf(simulator, options, request).then(
      (answer) => reply(answer, request, response),
      (error: unknown) => {
        if (!(error instanceof RefusedAtTheDoor)) options.onDefect?.(error);
        reply(answerAbout(error), request, response);
      },
    );
  });
  await listen(server, options.port);
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://${LOOPBACK}:${port}`,
    close: () =>
      new Promise((resolve, reject) => {
        server.close((error) => (error ? reject(error) : resolve()));
        server.closeAllConnections();
      }),
  };
}

async function answerOf(
  simulator: Simulator,
  { beforeEach }: HttpServerOptions,
  request: IncomingMessage,
): Promise<WireResponse | undefined> {
  const target = targetOf(request, request.socket.localPort);
  const body = await readBody(request);
  beforeEach?.();
  return target.isProxied
    ? answerProxied(simulator.world, target.url)
    : simulator.dispatch(wireRequest(request, target, body));
}

function reply(answer: WireResponse | undefined, request: IncomingMessage, response: ServerResponse): void {
  if (answer === undefined) request.socket.destroy();
  else response.writeHead(answer.status, answer.headers).end(answer.body);
}

function wireRequest(request: IncomingMessage, { url }: Target, body: Buffer): WireRequest {
  const headers = Object.entries(request.headers).map(([name, value]) => [name, String(value ?? "")]);
  return {
    method: request.method ?? "GET",
    path: url.pathname,
    query: Object.fromEntries(url.searchParams),
    headers: Object.fromEntries(headers),
    body: body.toString(),
    bytes: () => body,
  };
}

const listen = (server: Server, port: number): Promise<void> =>
  new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, LOOPBACK, resolve);
  });
