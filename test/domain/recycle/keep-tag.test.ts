import { describe, expect, test } from "vitest";
import { keepReason, readKeep } from "../../../src/domain/recycle/keep-tag.ts";

const NOW = Date.parse("2026-12-01T12:00:00Z");
const at = (text: string) => Date.parse(text);

describe("what a keep says", () => {
  test.each([
    ["a date counts to its end", "until=2026-12-24 reason=heap dump", at("2026-12-25T00:00Z"), "heap dump"],
    ["in the other order", "reason=heap dump until=2026-12-24", at("2026-12-25T00:00Z"), "heap dump"],
    ["an instant", "until=2026-12-01T18:00Z reason=x", at("2026-12-01T18:00Z"), "x"],
    ["with seconds", "until=2026-12-01T18:00:30Z reason=x", at("2026-12-01T18:00:30Z"), "x"],
    ["today is not over yet", "until=2026-12-01 reason=x", at("2026-12-02T00:00Z"), "x"],
    [
      "more space than needed",
      "  until=2026-12-24   reason=  a: b/c@d ",
      at("2026-12-25T00:00Z"),
      "a: b/c@d",
    ],
    ["a reason with signs of its own", "until=2026-12-24 reason=a=b", at("2026-12-25T00:00Z"), "a=b"],
  ])("%s", (_case, value, until, reason) => {
    expect(readKeep(value, NOW)).toEqual({ is: "kept", until, reason });
  });

  test("no tag keeps nothing, and none whose time is over", () => {
    expect(readKeep(undefined, NOW)).toEqual({ is: "none" });
    expect(readKeep("until=2026-11-30 reason=x", NOW)).toEqual({ is: "over" });
    expect(readKeep("until=2026-12-01T12:00Z reason=x", NOW)).toEqual({ is: "over" });
    expect(readKeep("until=2026-12-01T12:01Z reason=x", NOW)).toMatchObject({ is: "kept" });
  });

  test.each([
    ["", ["no until", "no reason"]],
    ["true", ["no until", "no reason"]],
    ["reason=x", ["no until"]],
    ["until= reason=x", ["no until"]],
    ["until=2026-12-24", ["no reason"]],
    ["until=2026-12-24 reason=", ["no reason"]],
    ["until=2026-11-30", ["no reason"]],
    ["until=tomorrow reason=x", ["until=tomorrow, which is no date or instant of UTC"]],
    ["until=2026-02-30 reason=x", ["until=2026-02-30, which"]],
    ["until=2026-13-01 reason=x", ["until=2026-13-01, which"]],
    ["until=2026-12-24T18:00 reason=x", ["until=2026-12-24T18:00, which"]],
    ["until=2026-12-24T18:00+01:00 reason=x", ["which is no date or instant of UTC"]],
    ["my-until=2026-12-24 my-reason=x", ["no until", "no reason"]],
  ])("%j is a fault that keeps the server and says what is wrong", (value, words) => {
    const keep = readKeep(value, NOW);
    expect(keep.is).toBe("fault");
    for (const each of [...words, JSON.stringify(value), "until=2026-12-24 reason=why"])
      expect(keepReason(keep)).toContain(each);
    for (const each of ["no until", "no reason"].filter((fault) => !words.includes(fault)))
      expect(keepReason(keep)).not.toContain(each);
  });

  test("who is kept says why and until when; who is not says nothing", () => {
    expect(keepReason(readKeep("until=2026-12-24 reason=heap dump", NOW))).toBe(
      "is kept until 2026-12-25 00:00:00Z: heap dump",
    );
    expect(keepReason(readKeep(undefined, NOW))).toBeNull();
    expect(keepReason(readKeep("until=2026-11-30 reason=x", NOW))).toBeNull();
  });
});
