import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { InvalidInput } from "../../src/errors/errors.ts";
import { shownAt } from "../wire/pages.ts";
import type { Desk } from "./desk-port.ts";
import { createFeed } from "./feed.ts";
import { HEADERS, refusalOf } from "./guard.ts";
import { createKeys } from "./keys.ts";
import type { PageFiles } from "./build-page.ts";
import { pageFiles } from "./page-files.ts";
import { answerApi, type Serving } from "./routes.ts";
import { SHELL } from "./shell.ts";

interface Options {
  readonly desk: Desk;
  /** 0: any that is free. */
  readonly port: number;
  /** This machine's time: how old a code or a token is. */
  readonly now: () => number;
  /** Told when wrong keys were tried too often. */
  readonly onLock: () => void;
}

/** The desk's server, listening on the loopback address alone. */
interface Dashboard {
  readonly port: number;
  /** A link to a page that opens once, within a minute. */
  link(path: string): string;
  close(): Promise<void>;
}

/** Serves the desk. Throws InvalidInput for a port that is taken. */
export async function serveDashboard({ desk, port, now, onLock }: Options): Promise<Dashboard> {
  const files = await pageFiles();
  const keys = createKeys(now, onLock);
  const feed = createFeed(desk);
  const server = createServer((request, response) => {
    const address = server.address() as AddressInfo | null;
    answer(request, response, { desk, feed, keys, files, port: address?.port ?? port }).catch(() => {
      if (!response.headersSent) response.writeHead(500);
      response.end();
    });
  });
  const bound = await listen(server, port);
  return {
    port: bound,
    link: (path) => `http://127.0.0.1:${bound}${path}#code=${keys.code()}`,
    close: async () => {
      feed.close();
      server.closeAllConnections();
      await new Promise((closed) => server.close(closed));
    },
  };
}

function listen(server: Server, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once("error", (error: NodeJS.ErrnoException) => {
      const taken = `port ${port} is in use on this machine: give another with --port, or 0 for any that is free`;
      reject(error.code === "EADDRINUSE" ? new InvalidInput(taken) : error);
    });
    server.listen(port, "127.0.0.1", () => resolve((server.address() as AddressInfo).port));
  });
}

interface Answering extends Serving {
  readonly files: PageFiles;
  readonly port: number;
}

async function answer(
  request: IncomingMessage,
  response: ServerResponse,
  { files, port, ...serving }: Answering,
): Promise<void> {
  for (const [name, value] of Object.entries(HEADERS)) response.setHeader(name, value);
  const refusal = refusalOf({ method: request.method ?? "", headers: request.headers, port });
  if (refusal !== null) {
    response.writeHead(refusal.status, {
      "content-type": "application/json; charset=utf-8",
      connection: "close",
    });
    response.end(JSON.stringify({ words: refusal.words }));
    return;
  }
  const path = (request.url ?? "/").split("?")[0] ?? "/";
  if (path.startsWith("/api/")) return answerApi(request, response, serving);
  const [type, text] = fileAt(path, files);
  const status = type === "text/html" && shownAt(path) === null ? 404 : 200;
  response.writeHead(status, { "content-type": `${type}; charset=utf-8` });
  response.end(request.method === "HEAD" ? "" : text);
}

function fileAt(path: string, { script, style, icon }: PageFiles): readonly [string, string] {
  if (path === "/app.js") return ["text/javascript", script];
  if (path === "/app.css") return ["text/css", style];
  if (path === "/icon.svg") return ["image/svg+xml", icon];
  return ["text/html", SHELL];
}
