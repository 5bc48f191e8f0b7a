import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { gunzipSync } from "node:zlib";
import type { Simulator } from "../simulator.ts";
import { answerProxied } from "./forward-proxy.ts";
import type { WireRequest } from "./message.ts";

interface HttpServerOptions {
  /** 0: any free port. */
  readonly port: number;
  /** Called before each request is carried out: brings the world to the present. */
  readonly beforeEach?: () => void;
}

interface RunningServer {
  /** `http://127.0.0.1:4580` */
  readonly url: string;
  close(): Promise<void>;
}

const LOOPBACK = "127.0.0.1";
const JSON_TYPE = { "content-type": "application/json" };

/**
 * Opens the simulated account to any AWS client over HTTP, on the loopback address only. As a forward proxy it also
 * leads to the simulated servers and load balancers: `curl -x <url> http://10.0.1.5/healthz`.
 * Rejects when the port is taken.
 */
export async function startHttpServer(
  simulator: Simulator,
  options: HttpServerOptions,
): Promise<RunningServer> {
  const server = createServer((request, response) => {
    readBody(request)
      .then((body) => {
        options.beforeEach?.();
        respond(simulator, { request, response, body });
      })
      .catch((error: unknown) => {
        const message = error instanceof Error ? (error.stack ?? error.message) : String(error);
        response.writeHead(500, JSON_TYPE).end(JSON.stringify({ __type: "SimulatorDefect", message }));
      });
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

interface Exchange {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly body: Buffer;
}

function respond(simulator: Simulator, { request, response, body }: Exchange): void {
  const target = new URL(request.url ?? "/", `http://${LOOPBACK}`);
  const answer = isProxied(request)
    ? answerProxied(simulator.world, target)
    : simulator.dispatch(wireRequest(request, target, body));
  if (answer === undefined) {
    request.socket.destroy();
    return;
  }
  response.writeHead(answer.status, answer.headers).end(answer.body);
}

// A proxy is sent the whole address; a client that goes through it to this server's own address means this server.
const isProxied = (request: IncomingMessage): boolean =>
  /^http:\/\//i.test(request.url ?? "") && !isOwnAddress(request);

const isOwnAddress = (request: IncomingMessage): boolean => {
  const { hostname, port } = new URL(request.url ?? "");
  return (hostname === LOOPBACK || hostname === "localhost") && Number(port) === request.socket.localPort;
};

function wireRequest(request: IncomingMessage, target: URL, body: Buffer): WireRequest {
  const headers = Object.entries(request.headers).map(([name, value]) => [name, String(value ?? "")]);
  return {
    method: request.method ?? "GET",
    path: target.pathname,
    query: Object.fromEntries(target.searchParams),
    headers: Object.fromEntries(headers),
    body: body.toString(),
    bytes: () => body,
  };
}

async function readBody(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const body = Buffer.concat(chunks);
  // CloudWatch's clients compress large requests.
  return request.headers["content-encoding"] === "gzip" ? gunzipSync(body) : body;
}

const listen = (server: Server, port: number): Promise<void> =>
  new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, LOOPBACK, resolve);
  });
