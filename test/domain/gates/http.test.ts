import { expect, test } from "vitest";
import { http, httpSettings } from "../../../src/domain/gates/http.ts";
import { context, NOON } from "../../support/domain/gates/context.ts";

const asked = { kind: "http", path: "/healthz", expect: 200, timeout: 5 } as const;
const answer = (id: string, status: number | null, error: string | null = null) => ({ id, status, error });
const judge = (...answers: ReturnType<typeof answer>[]) => http.judge(asked, { answers }, context());

test("passes when every server answers as expected", () => {
  expect(judge(answer("i-1", 200), answer("i-2", 200))).toEqual({
    gate: "it",
    verdict: "pass",
    value: "2 of 2 answered 200",
    threshold: "2 of 2",
    since: NOON,
    reason: "every server answered as expected",
  });
});

test.each([
  ["another status", answer("i-2", 503), "i-2: 503"],
  ["no answer", answer("i-2", null, "ECONNREFUSED"), "i-2: ECONNREFUSED"],
])("waits on %s and says whose", (_what, second, why) => {
  expect(judge(answer("i-1", 200), second)).toMatchObject({
    verdict: "wait",
    since: null,
    reason: `1 servers do not answer 200 (${why})`,
  });
});

test("waits for servers that were not asked yet", () => {
  expect(judge()).toMatchObject({
    verdict: "wait",
    reason: "2 servers do not answer 200 (not asked yet)",
  });
});

test("a redirect is not what was expected, unless it is declared", () => {
  const redirects = { answers: [answer("i-1", 301), answer("i-2", 301)] };
  expect(http.judge(asked, redirects, context()).verdict).toBe("wait");
  expect(http.judge({ ...asked, expect: 301 }, redirects, context()).verdict).toBe("pass");
});

test("a server that gave no answer is told after one that gave another answer", () => {
  expect(judge(answer("i-1", null, "ECONNREFUSED"), answer("i-2", 404))).toMatchObject({
    value: "0 of 2 answered 200",
    reason: "2 servers do not answer 200 (i-2: 404)",
  });
});

test.each([
  [{ path: "/" }, true],
  [{ path: "healthz" }, false],
  [{ path: "health/z" }, false],
  [{ port: 1 }, true],
  [{ port: 65_535 }, true],
  [{ port: 0 }, false],
  [{ port: 65_536 }, false],
  [{ expect: 100 }, true],
  [{ expect: 599 }, true],
  [{ expect: 99 }, false],
  [{ expect: 600 }, false],
  [{ timeout: "60s" }, true],
  [{ timeout: "61s" }, false],
])("settings %j: %s", (settings, taken) => {
  expect(httpSettings.safeParse({ kind: "http", ...settings }).success).toBe(taken);
});
