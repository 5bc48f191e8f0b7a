import { expect, test } from "vitest";
import { http } from "../../../src/domain/gates/http.ts";
import { context, NOON } from "./context.ts";

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
