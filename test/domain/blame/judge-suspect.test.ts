import { expect, test } from "vitest";
import { judgeSuspect } from "../../../src/domain/blame/judge-suspect.ts";

const NOON = Date.UTC(2026, 10, 2, 12);
const suspect = { alarm: "web-sad", seconds: 300 };
const judge = (
  reading: { readonly state: string; readonly since: number | null } | undefined,
  seconds: number,
  about = suspect,
) => judgeSuspect(about, reading, { zeroAt: NOON, now: NOON + seconds * 1000 });
const ok = (seconds: number) => ({ state: "OK", since: NOON + seconds * 1000 });

test.each([
  ["is OK while it is looked at", ok(200), 210],
  ["was OK before green was out, since it is not told apart", ok(-5), 210],
  ["is OK at the last second, seen late", ok(300), 900],
])("an alarm that %s blames the image", (_what, reading, seconds) => {
  expect(judge(reading, seconds)).toMatchObject({
    verdict: "at-fault",
    reason: expect.stringMatching(/has been OK since .* within 5m/),
  });
});

test.each([
  ["rings on", { state: "ALARM", since: NOON - 60_000 }],
  ["has no data", { state: "INSUFFICIENT_DATA", since: NOON + 60_000 }],
  ["cannot be read", undefined],
  ["does not say since when it is OK", { state: "OK", since: null }],
])("one that %s is open for its time, and blames nobody afterwards", (_what, reading) => {
  expect(judge(reading, 300)).toMatchObject({
    verdict: "open",
    reason: expect.stringMatching(/may go OK until 2026-11-02 12:05:00Z/),
  });
  expect(judge(reading, 301).verdict).toBe("not-at-fault");
});

test("one that went OK by itself, with traffic on green, blames nobody", () => {
  expect(judge(ok(-31), 60)).toMatchObject({
    verdict: "not-at-fault",
    reason: expect.stringMatching(/has been OK since 2026-11-02 11:59:29Z, when green still had traffic/),
  });
});

test("one that is OK too late blames nobody", () => {
  expect(judge(ok(301), 302)).toMatchObject({
    verdict: "not-at-fault",
    reason: expect.stringMatching(/now OK/),
  });
});

test("an alarm of half a day is not waited for longer than an hour", () => {
  const slow = { alarm: "web-sad", seconds: 43_200 };
  expect(judge(undefined, 3600, slow).verdict).toBe("open");
  expect(judge(ok(3601), 3601, slow).verdict).toBe("not-at-fault");
});
