import { beforeEach, describe, expect, it, vi } from "vitest";
import * as z from "zod";
import { Throttled } from "../../src/errors/errors.ts";
import { handlerOf } from "../../src/lambda/lambda-handler.ts";
import type { Log } from "../../src/lambda/log.ts";
import { lambdaContext } from "../support/lambda/context.ts";

const log = {
  info: vi.fn<Log["info"]>(),
  warn: vi.fn<Log["warn"]>(),
  error: vi.fn<Log["error"]>(),
  appendKeys: vi.fn<Log["appendKeys"]>(),
  resetKeys: vi.fn<Log["resetKeys"]>(),
};
const line = (answer: unknown) => ({ verdict: "pass", reason: `it is ${String(answer)}`, image: "ami-0bbb" });
const own = { name: "Bake", line, log };
const schema = z.strictObject({ fleet: z.string(), fence: z.number() });

beforeEach(() => vi.resetAllMocks());

describe("handlerOf", () => {
  it("gives the parsed input to the function and answers what it answers", async () => {
    const handler = handlerOf(schema, async ({ fleet, fence }) => `${fleet}:${fence + 1}`, own);
    expect(await handler({ fleet: "web", fence: 7 }, lambdaContext)).toBe("web:8");
    expect(log.error).not.toHaveBeenCalled();
  });

  it("leaves one line of what it came to, for a person to read and a query to filter", async () => {
    const handler = handlerOf(schema, async ({ fence }) => fence, own);
    await handler({ fleet: "web", fence: 7 }, lambdaContext);
    expect(log.info.mock.calls).toEqual([
      ["Bake: pass", { verdict: "pass", reason: "it is 7", image: "ami-0bbb" }],
    ]);
    expect(log.warn).not.toHaveBeenCalled();
  });

  it("refuses an input with every fault in one message, before anything is run", async () => {
    const run = vi.fn<() => Promise<string>>(async () => "ran");
    const handler = handlerOf(schema, run, own);
    await expect(handler({ fleet: 1, fence: "x" }, lambdaContext)).rejects.toMatchObject({
      name: "InvalidInput",
      message: expect.stringMatching(/fleet: .*; fence: /),
    });
    expect(run).not.toHaveBeenCalled();
    expect(log.error).toHaveBeenCalledOnce();
    expect(log.info).not.toHaveBeenCalled();
  });

  it("logs an error once and throws the very same, with its name", async () => {
    const error = new Throttled("slow down");
    const handler = handlerOf(schema, () => Promise.reject(error), own);
    await expect(handler({ fleet: "web", fence: 1 }, lambdaContext)).rejects.toBe(error);
    expect(error.name).toBe("Throttled");
    expect(log.error.mock.calls).toEqual([["slow down", error]]);
    expect(log.info).not.toHaveBeenCalled();
  });

  it("correlates the log with the input, and forgets the input before", async () => {
    const handler = handlerOf(schema, async () => "done", { ...own, correlate: ({ fleet }) => ({ fleet }) });
    await handler({ fleet: "web", fence: 1 }, lambdaContext);
    expect(log.resetKeys).toHaveBeenCalledOnce();
    expect(log.appendKeys.mock.calls).toEqual([[{ requestId: "request-1" }], [{ fleet: "web" }]]);
  });

  it("lets an answer of nothing through", async () => {
    const handler = handlerOf(z.unknown(), async () => undefined, own);
    expect(await handler({}, lambdaContext)).toBeUndefined();
  });
});
