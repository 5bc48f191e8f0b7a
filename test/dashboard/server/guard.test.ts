import { connect } from "node:net";
import { expect, test } from "vitest";
import { served } from "../../support/dashboard/served.ts";

test("by its own two names it answers, each with its port", async () => {
  const { ask, dashboard } = await served();
  expect((await ask({})).status).toBe(200);
  expect((await ask({ headers: { host: `localhost:${dashboard.port}` } })).status).toBe(200);
});

test.each([
  ["a name that was made to lead here", "evil.example"],
  ["that name with the port", "evil.example:PORT"],
  ["no port", "127.0.0.1"],
  ["another port", "127.0.0.1:1"],
  ["another address of this machine", "127.0.0.2:PORT"],
  ["the name with something before it", "a@127.0.0.1:PORT"],
])("called by %s it says 421 and nothing else, before it looks at a key", async (_what, name) => {
  const { ask, dashboard, open } = await served();
  const authorization = await open();
  const answer = await ask({
    path: "/api/stream?page=/",
    headers: { host: name.replace("PORT", String(dashboard.port)), authorization },
  });
  expect(answer.status).toBe(421);
  expect(answer.text).not.toContain("fleets");
});

test("a request without a name gets nothing", async () => {
  const { dashboard } = await served();
  const text = await new Promise<string>((resolve) => {
    const socket = connect(dashboard.port, "127.0.0.1", () => socket.write("GET / HTTP/1.0\r\n\r\n"));
    let all = "";
    socket.on("data", (part) => (all += part.toString()));
    socket.on("close", () => resolve(all));
  });
  expect(text).toMatch(/^HTTP\/1\.1 421 /);
});

test.each([
  ["a page of another port", { origin: "http://127.0.0.1:1" }],
  ["a page of another name", { origin: "https://evil.example" }],
  ["a page without an origin of its own", { origin: "null" }],
  ["this machine under its other name", { origin: "http://localhost:PORT" }],
  ["a page of the same site", { "sec-fetch-site": "same-site" }],
  ["a page of another site", { "sec-fetch-site": "cross-site" }],
])("%s is refused, with the right token too", async (_what, extra) => {
  const { ask, post, open, dashboard } = await served();
  const authorization = await open();
  const headers = Object.fromEntries(
    Object.entries(extra).map(([name, value]) => [name, value.replace("PORT", String(dashboard.port))]),
  );
  expect((await ask({ path: "/api/stream?page=/", headers: { authorization, ...headers } })).status).toBe(
    403,
  );
  expect((await post("/api/act", {}, { authorization, ...headers })).status).toBe(403);
});

test("a change that does not say which page asks is refused", async () => {
  const { ask, open } = await served();
  const headers = { authorization: await open(), "content-type": "application/json" };
  expect((await ask({ method: "POST", path: "/api/act", headers, body: "{}" })).status).toBe(403);
});

test("what a form can send is no JSON, and is refused", async () => {
  const { post, open } = await served();
  const authorization = await open();
  for (const type of ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data"])
    expect((await post("/api/act", {}, { authorization, "content-type": type })).status).toBe(415);
});

test("a preflight gets no permission, and no answer has a CORS header", async () => {
  const { ask, open } = await served();
  const asked = { origin: "https://evil.example", "access-control-request-method": "POST" };
  const answers = [
    await ask({ method: "OPTIONS", path: "/api/act", headers: asked }),
    await ask({ method: "OPTIONS", path: "/api/act", headers: {} }),
    await ask({ path: "/api/nothing", headers: { authorization: await open() } }),
    await ask({}),
  ];
  expect(answers.map(({ status }) => status)).toEqual([405, 405, 404, 200]);
  for (const { headers } of answers)
    expect(Object.keys(headers).filter((name) => name.startsWith("access-control"))).toEqual([]);
});

test.each(["PUT", "DELETE", "PATCH", "TRACE"])("%s is refused", async (method) => {
  expect((await (await served()).ask({ method })).status).toBe(405);
});

test("every answer, a refusal too, keeps frames, sniffing, caches and referrers away", async () => {
  const { ask } = await served();
  for (const answer of [
    await ask({}),
    await ask({ path: "/app.js" }),
    await ask({ headers: { host: "x" } }),
  ]) {
    expect(answer.headers).toMatchObject({
      "x-content-type-options": "nosniff",
      "referrer-policy": "no-referrer",
      "cross-origin-opener-policy": "same-origin",
      "cross-origin-resource-policy": "same-origin",
      "cache-control": "no-store",
    });
    const policy = String(answer.headers["content-security-policy"]);
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain("frame-ancestors 'none'");
    expect(policy).toContain("require-trusted-types-for 'script'");
    expect(policy).not.toContain("unsafe");
    expect(answer.headers["set-cookie"]).toBeUndefined();
  }
});

test("it listens on the loopback address alone", async () => {
  const { dashboard } = await served();
  const reached = await new Promise<boolean>((resolve) => {
    const socket = connect(dashboard.port, "127.0.0.2", () => resolve(true));
    socket.on("error", () => resolve(false));
  });
  expect(reached).toBe(false);
});
