import { expect, test } from "vitest";
import { explain } from "../../../src/domain/explain/explain.ts";
import type { RecycleRecord } from "../../../src/domain/run/recycle.ts";
import { recycleRecord, STRANDED } from "../../support/domain/recycle-record.ts";

const NOW = 60_000;
const said = (special: Partial<RecycleRecord>): string => explain(recycleRecord(special), NOW).sentence;
const failed = (error: string) =>
  ({
    endedAt: NOW,
    outcome: "rolled-back",
    failure: { phase: "HandOff", error, reason: "no proof", imageAtFault: false },
  }) as const;

test("one that is under way says what it does, and until when", () => {
  expect(said({ phase: "LaunchSubstitutes", waiting: null })).toBe(
    "launches substitutes for 3 servers of generation 6; it has to be over by 01:00Z",
  );
});

test("one that has ended says how many it has replaced, why, and what goes on", () => {
  expect(said({ endedAt: NOW, outcome: "succeeded", replaced: ["i-1"], queue: [] })).toBe(
    "1 server of generation 6 replaced in place; tags of 3 servers drifted; since 00:01Z",
  );
  expect(said(failed("HandoffFailed"))).toBe(
    "put back what was begun; 0 of 3 servers of generation 6 replaced in place; no proof; moult rollout retry web begins it again",
  );
  expect(said(failed("NoCapacity"))).toMatch(/; see moult status web for when it is tried again$/);
  expect(said({ ...failed("Superseded"), outcome: "superseded" })).toBe(
    "0 of 3 servers of generation 6 replaced in place, and the rest is left to what is begun instead; no proof; since 00:01Z",
  );
});

test("one that left servers names them, and the command where it has room", () => {
  const left = { ...failed("HandoffFailed"), outcome: "needs-person", stranded: STRANDED } as const;
  expect(explain(recycleRecord(left), NOW)).toMatchObject({
    state: "needs-person",
    waitsFor: "person",
    sentence: expect.stringMatching(
      /^i-1 stays in standby, out of traffic; .*next: aws autoscaling exit-standby/,
    ),
  });
  const many = Array.from({ length: 9 }, (_, index) => `i-0123456789abcde${index}`);
  expect(said({ ...left, stranded: { ...STRANDED, standby: many } })).toMatch(
    /; moult rollout status web has the commands$/,
  );
});
