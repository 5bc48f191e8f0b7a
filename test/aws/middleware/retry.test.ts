import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Answer } from "../../../src/aws/middleware/aws-middleware.ts";
import { AWS_TIME_LIMITS } from "../../../src/errors/time-limits.ts";
import { STEP_SECONDS } from "../../../src/step/open-context.ts";
import { retry } from "../../../src/aws/middleware/retry.ts";
import { Rejected, ServiceUnavailable, Throttled } from "../../../src/errors/errors.ts";

const ANSWER: Answer = { output: {}, response: undefined };
const READ = "DescribeRulesCommand";
const WRITE = "ModifyRuleCommand";

/** Fails with these, one after the other, then answers. Tells how often it was asked and how long was slept. */
async function run(command: string, failures: readonly Error[], random = () => 0.5) {
  const sleeps: number[] = [];
  let asked = 0;
  const clock = { now: () => 0, sleep: (ms: number) => Promise.resolve(void sleeps.push(ms)) };
  const next = () => {
    const failure = failures[asked];
    asked += 1;
    return failure ? Promise.reject(failure) : Promise.resolve(ANSWER);
  };
  const result = await retry({ clock, random })
    .handle(command, { input: {} }, next, "EC2Client")
    .catch((error: unknown) => error);
  return { result, asked, sleeps };
}

const throttled = new Throttled("slow down");
const lost = new ServiceUnavailable("no answer");
const times = (error: Error, count: number): Error[] => Array.from({ length: count }, () => error);

describe("retry", () => {
  it.each([READ, WRITE])("repeats a throttled %s", async (command) => {
    expect(await run(command, times(throttled, 3))).toEqual({
      result: ANSWER,
      asked: 4,
      sleeps: [125, 250, 500],
    });
  });

  it("repeats a read whose answer was lost, and never a write, which may have been carried out", async () => {
    expect(await run(READ, [lost])).toMatchObject({ result: ANSWER, asked: 2 });
    expect(await run(WRITE, [lost])).toEqual({ result: lost, asked: 1, sleeps: [] });
  });

  it("does not repeat what AWS refuses", async () => {
    const refused = new Rejected("no");
    expect(await run(READ, [refused])).toEqual({ result: refused, asked: 1, sleeps: [] });
  });

  it("does not ask again, after half a minute without an answer, while a step still has time to fail", async () => {
    let now = 0;
    const clock = { now: () => now, sleep: async (ms: number) => void (now += ms) };
    let asked = 0;
    const next = async (): Promise<Answer> => {
      asked += 1;
      now += AWS_TIME_LIMITS.requestTimeout;
      throw lost;
    };
    const trying = retry({ clock, random: () => 0.999 }).handle(READ, { input: {} }, next, "EC2Client");
    await expect(trying).rejects.toBe(lost);
    expect(asked).toBe(2);
    expect(now).toBeLessThan((STEP_SECONDS * 1000) / 2);
  });

  it("gives up after eight attempts with the last error", async () => {
    expect(await run(WRITE, times(throttled, 8))).toMatchObject({ result: throttled, asked: 8 });
    expect((await run(WRITE, times(throttled, 7))).result).toBe(ANSWER);
  });

  it("pauses anywhere from nothing to a longest that doubles, and 20 s at most", async () => {
    const chance = fc.double({ min: 0, max: 0.999, noNaN: true });
    await fc.assert(
      fc.asyncProperty(fc.array(chance, { minLength: 7, maxLength: 7 }), async (chances) => {
        const left = [...chances];
        const { sleeps } = await run(READ, times(throttled, 8), () => left.shift() ?? 0);
        const longest = [250, 500, 1000, 2000, 4000, 8000, 16_000];
        expect(sleeps).toEqual(longest.map((most, index) => Math.round((chances[index] ?? 0) * most)));
      }),
    );
  });
});
