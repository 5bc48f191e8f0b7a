import { expect, onTestFinished, test, vi } from "vitest";
import { log } from "../../src/lambda/log.ts";
import { HOSTILE, UNSAFE } from "../support/cli/hostile-words.ts";

test("the log has nothing of somebody's words that a terminal obeys, and keeps the lines of a stack", () => {
  const written: string[] = [];
  const spy = vi.spyOn(process.stderr, "write").mockImplementation((text) => written.push(String(text)) > 0);
  onTestFinished(() => spy.mockRestore());
  // Of errors alone: tests run with the log's level at ERROR.
  log.error(HOSTILE, { reason: HOSTILE, deep: [{ reason: HOSTILE }] });
  log.error("it failed", new Error(HOSTILE));
  expect(written).toHaveLength(2);
  const [said, failed] = written.map((line) => JSON.parse(line) as { readonly error: Error });
  expect(said).toMatchObject({
    message: expect.stringContaining("ill "),
    deep: [{ reason: expect.anything() }],
  });
  for (const line of written) {
    expect(line).not.toMatch(UNSAFE);
    expect(line.trimEnd().split("\n")).toHaveLength(1);
  }
  // As a parser reads it too: `jq -r` writes it to a terminal.
  const { stack = "", ...error } = failed?.error ?? {};
  for (const each of [said, error, stack.split("\n")]) expect(JSON.stringify(each)).not.toMatch(/\\[un]/);
  expect(stack).toContain("\n    at ");
});
