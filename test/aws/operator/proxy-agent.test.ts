import { once } from "node:events";
import { createServer, type Server } from "node:http";
import { request } from "node:https";
import { type AddressInfo, connect, createServer as createTcpServer } from "node:net";
import { afterEach, describe, expect, test } from "vitest";
import { isExcepted } from "../../../src/aws/operator/is-excepted.ts";
import { proxyAgent } from "../../../src/aws/operator/proxy-agent.ts";

const open: { close(): unknown }[] = [];
afterEach(() => {
  for (const each of open.splice(0)) each.close();
});

async function portOf(server: Server | ReturnType<typeof createTcpServer>): Promise<number> {
  open.push(server);
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return (server.address() as AddressInfo).port;
}

/** A proxy that leads all connections to one port, or refuses them; what it was asked for. */
async function proxy(answer: number, port = 0) {
  const asked: { target: string | undefined; authorization: string | undefined }[] = [];
  const server = createServer();
  server.on("connect", ({ url, headers }, socket) => {
    asked.push({ target: url, authorization: headers["proxy-authorization"] });
    socket.write(`HTTP/1.1 ${answer} -\r\n\r\n`);
    if (answer === 200) socket.pipe(connect(port, "127.0.0.1")).pipe(socket);
    else socket.end();
  });
  return { asked, port: await portOf(server) };
}

/** What stands at the other end, and hangs up on the first bytes. */
async function listening() {
  const first = Promise.withResolvers<Buffer>();
  const server = createTcpServer((socket) => {
    socket.on("error", () => undefined).once("data", (bytes) => (first.resolve(bytes), socket.destroy()));
  });
  return { first: first.promise, port: await portOf(server) };
}

const ask = (host: string, port: number, agent: ReturnType<typeof proxyAgent>): Promise<Error> =>
  new Promise((resolve, reject) => {
    const call = request({ host, port, agent, path: "/" }, () => reject(new Error("nobody was to answer")));
    call.on("error", resolve).end();
  });

describe("a proxy", () => {
  test("is asked for the host, and TLS begins behind it", async () => {
    const aws = await listening();
    const way = await proxy(200, aws.port);
    const agent = proxyAgent({ url: `http://ada:p%40ss@127.0.0.1:${way.port}`, except: "" });
    open.push({ close: () => agent.destroy() });
    await ask("sts.eu-central-1.amazonaws.com", 443, agent);
    // A handshake record of TLS.
    expect([...(await aws.first).subarray(0, 2)]).toEqual([0x16, 0x03]);
    expect(way.asked).toEqual([
      {
        target: "sts.eu-central-1.amazonaws.com:443",
        authorization: `Basic ${Buffer.from("ada:p@ss").toString("base64")}`,
      },
    ]);
  });

  test("that refuses is named, without its password", async () => {
    const way = await proxy(407);
    const agent = proxyAgent({ url: `http://ada:secret@127.0.0.1:${way.port}`, except: "" });
    expect(await ask("sts.eu-central-1.amazonaws.com", 443, agent)).toMatchObject({
      code: "EPROXY",
      message: `the proxy 127.0.0.1:${way.port}: it answers 407`,
    });
  });

  test("is left out for what is excepted, and for this machine", async () => {
    const aws = await listening();
    const way = await proxy(503);
    const agent = proxyAgent({ url: `http://127.0.0.1:${way.port}`, except: "example.com" });
    await ask("127.0.0.1", aws.port, agent);
    expect((await aws.first)[0]).toBe(0x16);
    expect(way.asked).toEqual([]);
  });
});

test.each([
  ["sts.amazonaws.com", "", false],
  ["sts.amazonaws.com", "*", true],
  ["sts.amazonaws.com", "amazonaws.com", true],
  ["sts.amazonaws.com", "corp.example, .amazonaws.com", true],
  ["sts.amazonaws.com", "*.amazonaws.com", true],
  ["sts.amazonaws.com", "STS.AMAZONAWS.COM", true],
  ["sts.amazonaws.com", "sts.amazonaws.com:8443", false],
  ["sts.amazonaws.com", "sts.amazonaws.com:443", true],
  ["notamazonaws.com", "amazonaws.com", false],
  ["sts.amazonaws.com", "ts.amazonaws.com", false],
  ["sts.amazonaws.com", ",,", false],
  ["localhost", "", true],
  ["127.0.0.1", "", true],
  ["::1", "", true],
])("%s with NO_PROXY=%s", (host, except, expected) => {
  expect(isExcepted(host, 443, except)).toBe(expected);
});
