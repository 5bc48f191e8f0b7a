import { expect, test } from "vitest";
import { createKeys } from "../../../dashboard/server/keys.ts";
import { served } from "../../support/dashboard/served.ts";

test("a code opens once", async () => {
  const { post, codeOf, dashboard } = await served();
  const code = codeOf(dashboard.link("/fleets/web"));
  expect((await post("/api/session", { code })).status).toBe(200);
  expect((await post("/api/session", { code })).status).toBe(401);
});

test("a code of more than a minute ago opens nothing", async () => {
  const { post, codeOf, dashboard, pass } = await served();
  const code = codeOf(dashboard.link("/"));
  pass(60_001);
  const { status, text } = await post("/api/session", { code });
  expect([status, text]).toEqual([401, expect.stringContaining("press Enter in the terminal")]);
});

test.each([
  ["none", undefined],
  ["an empty one", ""],
  ["another", "Bearer abc"],
  ["the right one by another scheme", "Basic TOKEN"],
])("without the token there is nothing: %s", async (_what, given) => {
  const { ask, post, open } = await served();
  const token = (await open()).replace("Bearer ", "");
  const headers = given === undefined ? {} : { authorization: given.replace("TOKEN", token) };
  expect((await ask({ path: "/api/stream?page=/", headers })).status).toBe(401);
  expect((await post("/api/preview", {}, headers)).status).toBe(401);
  expect((await post("/api/act", {}, headers)).status).toBe(401);
});

test("the code of a link is in its fragment, which no request carries, and the token is in no link", async () => {
  const { dashboard, open } = await served();
  const token = (await open()).replace("Bearer ", "");
  const link = new URL(dashboard.link("/fleets/web"));
  expect(link.search).toBe("");
  expect(link.pathname).toBe("/fleets/web");
  expect(link.hash).toMatch(/^#code=[\w-]{22}$/);
  expect(link.href).not.toContain(token);
});

test("ten wrong keys lock out guesses for a minute, and not who has the token", async () => {
  const { ask, open, locks, pass } = await served();
  const authorization = await open();
  const guess = () => ask({ path: "/api/nothing", headers: { authorization: "Bearer guess" } });
  const answers: number[] = [];
  for (let each = 0; each < 11; each += 1) answers.push((await guess()).status);
  expect(answers).toEqual([401, 401, 401, 401, 401, 401, 401, 401, 401, 429, 429]);
  expect(locks).toHaveLength(1);
  expect((await ask({ path: "/api/nothing", headers: { authorization } })).status).toBe(404);
  pass(60_001);
  expect((await guess()).status).toBe(401);
});

test("a session is over after twelve hours, and each process has a token of its own", () => {
  let now = 0;
  const keys = createKeys(
    () => now,
    () => undefined,
  );
  const given = keys.exchange(keys.code());
  if (typeof given !== "object") throw new Error("No token was given.");
  expect(given.token).toHaveLength(43);
  const other = createKeys(
    () => now,
    () => undefined,
  );
  expect(other.judge(`Bearer ${given.token}`)).toBe("wrong");
  expect(keys.judge(`Bearer ${given.token}`)).toBe("ok");
  now = 12 * 3_600_000 + 1;
  expect(keys.judge(`Bearer ${given.token}`)).toBe("old");
});
