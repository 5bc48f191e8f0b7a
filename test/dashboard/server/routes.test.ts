import { expect, test } from "vitest";
import { serveDashboard } from "../../../dashboard/server/serve.ts";
import type { Consent } from "../../../dashboard/wire/acts.ts";
import { fakeDesk, PLACE, PREVIEW, served } from "../../support/dashboard/served.ts";

const CONSENT: Consent = {
  act: "abort",
  fleet: "web",
  item: null,
  option: false,
  revision: "r1",
  reason: "wrong image",
  typed: "web",
  lasts: "",
};

test("every page has the same document, and one that is not there says so", async () => {
  const { ask } = await served();
  for (const path of [
    "/",
    "/fleets/web",
    "/fleets/web/runs/web-1",
    "/history?fleet=web",
    "/brakes",
    "/calendar",
  ])
    expect([path, (await ask({ path })).status]).toEqual([path, 200]);
  for (const path of ["/nothing", "/fleets/a/b", "/fleets/%00", "/fleets/..%2f", "//evil.example/"])
    expect([path, (await ask({ path })).status]).toEqual([path, 404]);
  expect((await ask({ path: "/app.js" })).headers["content-type"]).toBe("text/javascript; charset=utf-8");
});

test("an act is carried out as it was agreed to", async () => {
  const asked: Consent[] = [];
  const desk = fakeDesk({
    act: async (consent) => (asked.push(consent), { done: true, words: "it rolls back", at: 5, by: "ada" }),
  });
  const { post, open } = await served(desk);
  const answer = await post("/api/act", CONSENT, { authorization: await open() });
  expect([answer.status, JSON.parse(answer.text)]).toEqual([
    200,
    { done: true, words: "it rolls back", at: 5, by: "ada" },
  ]);
  expect(asked).toEqual([CONSENT]);
});

test.each([
  ["no reason", { reason: "  " }, /say why/],
  ["a reason of several lines", { reason: "a\nb" }, /in one line/],
  ["an act that there is not", { act: "terminate" }, /Invalid/],
  ["something that nobody asks for", { by: "somebody" }, /by/],
])("an act with %s is refused before anything is asked of the desk", async (_what, part, words) => {
  const desk = fakeDesk({
    act: async () => {
      throw new Error("The desk was asked.");
    },
  });
  const { post, open } = await served(desk);
  const answer = await post("/api/act", { ...CONSENT, ...part }, { authorization: await open() });
  expect([answer.status, answer.text]).toEqual([400, expect.stringMatching(words)]);
});

test("what was not carried out comes back with the new preview", async () => {
  const outcome = { done: false, words: "it would do something else by now", preview: PREVIEW } as const;
  const { post, open } = await served(fakeDesk({ act: async () => outcome }));
  const answer = await post("/api/act", CONSENT, { authorization: await open() });
  expect([answer.status, JSON.parse(answer.text)]).toEqual([409, outcome]);
});

test("a desk that only looks takes no act, whoever asks", async () => {
  const desk = fakeDesk({
    place: { ...PLACE, readOnly: true },
    act: async () => {
      throw new Error("The desk was asked.");
    },
  });
  const { post, open } = await served(desk);
  const answer = await post("/api/act", CONSENT, { authorization: await open() });
  expect([answer.status, answer.text]).toEqual([403, expect.stringContaining("--read-only")]);
});

test("a body of a megabyte is not read to its end, and one that is no JSON is refused", async () => {
  const { ask, post, open, origin } = await served();
  const headers = { authorization: await open(), origin, "content-type": "application/json" };
  expect((await post("/api/act", { reason: "x".repeat(1_000_000) }, headers)).status).toBe(413);
  expect((await ask({ method: "POST", path: "/api/act", headers, body: "{" })).status).toBe(400);
});

test("what the desk cannot do is told with its cause and what to do next", async () => {
  const desk = fakeDesk({
    preview: async () => {
      throw new Error("The security token is expired: ExpiredToken");
    },
  });
  const { post, open } = await served(desk);
  const asked = { act: "abort", fleet: "web", item: null, option: false };
  const answer = await post("/api/preview", asked, { authorization: await open() });
  expect([answer.status, JSON.parse(answer.text)]).toEqual([
    502,
    expect.objectContaining({ cause: "expired", next: expect.stringContaining("aws sso login") }),
  ]);
});

test("a stream is of pages that there are", async () => {
  const { ask, open } = await served();
  const authorization = await open();
  for (const query of ["", "?page=/nothing", `?${"page=/&".repeat(17)}`])
    expect((await ask({ path: `/api/stream${query}`, headers: { authorization } })).status).toBe(404);
});

test("a port that is taken is told with the way out", async () => {
  const { dashboard } = await served();
  const again = serveDashboard({
    desk: fakeDesk(),
    port: dashboard.port,
    now: () => 0,
    onLock: () => undefined,
  });
  await expect(again).rejects.toThrow(/is in use on this machine: give another with --port/);
});
