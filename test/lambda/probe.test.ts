import { createServer, type RequestListener, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, describe, expect, it } from "vitest";
import { httpProbe } from "../../src/lambda/probe.ts";

const servers: Server[] = [];

async function serve(listener: RequestListener): Promise<string> {
  const server = createServer(listener);
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

afterEach(() => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    server.close();
  }
});

describe("httpProbe", () => {
  it("answers the status, and follows no redirect", async () => {
    const origin = await serve((request, response) => {
      response.writeHead(request.url === "/moved?to=1" ? 302 : 503, { location: "/" }).end("body");
    });
    expect(await httpProbe()(`${origin}/moved?to=1`, 5)).toEqual({ status: 302, error: null });
    expect(await httpProbe()(`${origin}/`, 5)).toEqual({ status: 503, error: null });
  });

  it("answers why there was no status", async () => {
    const origin = await serve(() => {});
    expect(await httpProbe()(`${origin}/`, 0.05)).toEqual({ status: null, error: "no answer within 0.05 s" });
    expect(await httpProbe()("http://127.0.0.1:1/", 5)).toMatchObject({
      status: null,
      error: expect.stringContaining("ECONNREFUSED"),
    });
    expect(await httpProbe()("ftp://10.0.0.1/", 5)).toEqual({
      status: null,
      error: "ftp://10.0.0.1/ is not an http URL",
    });
  });

  it("does not wait for a body that never ends", async () => {
    const origin = await serve((_, response) => {
      response.writeHead(200).write("…");
    });
    expect(await httpProbe()(`${origin}/`, 5)).toEqual({ status: 200, error: null });
  });

  it("goes through a proxy with the whole URL and the server's name", async () => {
    const asked: unknown[] = [];
    const proxy = await serve((request, response) => {
      asked.push([request.url, request.headers.host]);
      response.writeHead(204).end();
    });
    expect(await httpProbe(proxy)("http://10.0.1.7:8080/healthz", 5)).toEqual({ status: 204, error: null });
    expect(asked).toEqual([["http://10.0.1.7:8080/healthz", "10.0.1.7:8080"]]);
  });
});
