import { once } from "node:events";
import { request } from "node:http";
import { connect } from "node:net";
import { gzipSync } from "node:zlib";
import { expect, onTestFinished, test } from "vitest";
import { createSimulator } from "../../../simulator/simulator.ts";
import { startHttpServer } from "../../../simulator/wire/http-server.ts";

async function startServer(options: { readonly patienceMs?: number } = {}) {
  const server = await startHttpServer(createSimulator(), { port: 0, ...options });
  onTestFinished(() => server.close());
  return { ...server, port: Number(new URL(server.url).port) };
}

interface Sent {
  readonly path?: string;
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: Uint8Array | string;
}

async function send(port: number, { path = "/", method = "POST", headers = {}, body = "" }: Sent) {
  const sent = request({ host: "127.0.0.1", port, path, method, headers }).end(body);
  const [response] = (await once(sent, "response")) as [AsyncIterable<Buffer> & { statusCode: number }];
  let text = "";
  for await (const chunk of response) text += chunk.toString();
  return { status: response.statusCode, text };
}

const SUBNETS = {
  path: "/",
  headers: {
    authorization: "AWS4-HMAC-SHA256 Credential=AKID/20261130/us-east-1/ec2/aws4_request, Signature=0",
    "content-type": "application/x-www-form-urlencoded",
  },
  body: "Action=DescribeSubnets&Version=2016-11-15",
};

test.each([
  ["a name that somebody points at this machine", { host: "evil.example:4580" }],
  ["a name that ends as ours", { host: "evil-localhost" }],
  ["a page of another site", { origin: "https://evil.example" }],
  ["a page of this very address", { origin: "http://127.0.0.1" }],
  ["a page without an origin", { origin: "null" }],
  ["a browser that says so", { "sec-fetch-site": "cross-site" }],
])("a call by %s is refused, and nothing is carried out", async (_, headers) => {
  const { port } = await startServer();
  const { status, text } = await send(port, { ...SUBNETS, headers: { ...SUBNETS.headers, ...headers } });
  expect([status, text]).toEqual([403, expect.stringMatching(/^\{"__type":"RefusedAtTheDoor"/)]);
});

test.each(["127.0.0.1", "localhost", "LOCALHOST:4580", "127.0.0.1:1"])(
  "a call to %s is carried out",
  async (host) => {
    const { port } = await startServer();
    const answer = await send(port, { ...SUBNETS, headers: { ...SUBNETS.headers, host } });
    expect([answer.status, answer.text]).toEqual([200, expect.stringContaining("<DescribeSubnetsResponse")]);
  },
);

test.each(["//", "//evil.example/", "/\\evil", "http://", "http://[", "http://a:99999/", "/%zz", "/?%", "*"])(
  "%s is answered, with no stack",
  async (path) => {
    const { port } = await startServer();
    const { status, text } = await send(port, { path });
    expect(status).toBeGreaterThanOrEqual(400);
    expect(status).not.toBe(500);
    expect(text).not.toMatch(/\n\s+at |\.ts:/);
  },
);

test("a body that unfolds into very much is refused, and keeps nobody waiting", async () => {
  const { port } = await startServer();
  const bomb = gzipSync(Buffer.alloc(300_000_000));
  const before = process.cpuUsage();
  const answer = await send(port, {
    ...SUBNETS,
    headers: { ...SUBNETS.headers, "content-encoding": "gzip" },
    body: bomb,
  });
  const { user } = process.cpuUsage(before);
  expect(answer).toMatchObject({ status: 413, text: expect.stringContaining("16777216") });
  expect(user / 1000).toBeLessThan(500);
});

test.each([
  ["more than is read", "x".repeat(17_000_000), {}, 413],
  ["no gzip", "x", { "content-encoding": "gzip" }, 400],
  ["nothing, called gzip", "", { "content-encoding": "gzip" }, 400],
])("a body that is %s is refused", async (_, body, headers, status) => {
  const { port } = await startServer();
  const answer = await send(port, { ...SUBNETS, headers: { ...SUBNETS.headers, ...headers }, body });
  expect(answer.status).toBe(status);
  expect(answer.text).not.toMatch(/\n\s+at /);
});

test("a gzipped call is carried out", async () => {
  const { port } = await startServer();
  const headers = { ...SUBNETS.headers, "content-encoding": "gzip" };
  expect((await send(port, { ...SUBNETS, headers, body: gzipSync(SUBNETS.body) })).status).toBe(200);
});

test.each([
  ["head", "POST / HTTP/1.1\r\nhost: 127.0.0.1\r\n"],
  ["body", "POST / HTTP/1.1\r\nhost: 127.0.0.1\r\ncontent-length: 100\r\n\r\nAct"],
])("whoever does not finish the %s is sent away", async (_, begin) => {
  const { port } = await startServer({ patienceMs: 100 });
  const socket = connect(port, "127.0.0.1");
  socket.write(begin);
  let text = "";
  socket.on("data", (chunk) => (text += chunk.toString()));
  await once(socket, "close");
  expect(text).toMatch(/^HTTP\/1\.1 408 /);
});

test("the answer about a defect has no stack", async () => {
  const server = await startHttpServer(
    {
      ...createSimulator(),
      dispatch: () => {
        throw new TypeError("x is undefined");
      },
    },
    { port: 0 },
  );
  onTestFinished(() => server.close());
  const { status, text } = await send(Number(new URL(server.url).port), SUBNETS);
  expect([status, JSON.parse(text)]).toEqual([500, { __type: "SimulatorDefect", message: "x is undefined" }]);
});
