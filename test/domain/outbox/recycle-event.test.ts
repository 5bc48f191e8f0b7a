import { expect, test } from "vitest";
import {
  recycleEnded,
  recycleRefused,
  recycleStarted,
  recycleSteered,
} from "../../../src/domain/outbox/recycle-event.ts";
import { wholeDetail } from "../../../src/domain/outbox/whole-detail.ts";
import type { RecycleRecord } from "../../../src/domain/run/recycle.ts";
import { recycleRecord, STRANDED } from "../../support/domain/recycle-record.ts";
import { parseExactly } from "../../support/scenarios/published.ts";

const NOW = 60_000;
const failure = {
  phase: "HandOff",
  error: "HandoffFailed",
  reason: "no proof",
  imageAtFault: false,
} as const;
const ended = (special: Partial<RecycleRecord>): RecycleRecord =>
  recycleRecord({ endedAt: NOW, outcomeReason: "as it was", ...special });
const whole = (event: ReturnType<typeof recycleStarted>): Record<string, unknown> => {
  const detail = wholeDetail({ ...event, keptAt: NOW });
  parseExactly({ "detail-type": event.detailType, detail });
  return detail;
};

test("one that begins says of how many servers, and which generation", () => {
  const event = recycleStarted(recycleRecord(), "3 of 4 servers", NOW);
  expect(whole(event)).toMatchObject({
    id: "recycle-started-web-recycle-1",
    rollout: "web-recycle-1",
    thread: "web-recycle-1",
    title: "▸ web: recycle started",
    reason: "drift",
    generation: 6,
    image: "ami-1",
    servers: 3,
    replaced: [],
    by: null,
    next: ["moult history web --rollout web-recycle-1"],
  });
});

test.each([
  [{ outcome: "succeeded" }, "Recycle Succeeded", "✓"],
  [{ outcome: "superseded", failure }, "Recycle Superseded", "✓"],
  [{ outcome: "rolled-back", failure }, "Recycle Rolled Back", "✕"],
  [{ outcome: "needs-person", failure, stranded: STRANDED }, "Recycle Needs Person", "!"],
] as const)("an end is told by what became of it: %j", (special, type, glyph) => {
  const event = recycleEnded(ended(special), NOW);
  expect(event.detailType).toBe(type);
  const { title, sentence } = whole(event);
  expect(title).toBe(`${glyph} web: ${type.toLowerCase()}`);
  expect(String(sentence).length).toBeLessThanOrEqual(200);
});

test("whoever asked for the way back is named", () => {
  const abort = { requestedBy: "ada", reason: "no", requestedAt: 1 };
  expect(whole(recycleEnded(ended({ outcome: "rolled-back", failure, abort }), NOW))["by"]).toBe("ada");
  expect(whole(recycleEnded(ended({ outcome: "rolled-back", failure }), NOW))["by"]).toBeNull();
});

test("who is left is named, with the command that ends it first, in the sentence as well", () => {
  const detail = whole(recycleEnded(ended({ outcome: "needs-person", failure, stranded: STRANDED }), NOW));
  const command = "aws autoscaling exit-standby --auto-scaling-group-name web --instance-ids i-1";
  expect(detail).toMatchObject({
    standby: ["i-1"],
    substitutes: ["i-9"],
    next: [command, "moult history web --rollout web-recycle-1", expect.stringContaining("retry web")],
    sentence: expect.stringContaining(`next: ${command}`),
  });
});

test("a refusal says why, and nothing of servers that nobody has looked at", () => {
  const refused = {
    fleet: "web",
    id: "web-recycle-2",
    reason: "age",
    outcomeReason: "frozen: audit",
  } as const;
  expect(whole(recycleRefused(refused))).toMatchObject({
    sentence: "frozen: audit",
    reason: "age",
    generation: null,
    image: null,
  });
});

test("each pause and each end of one has an id of its own", () => {
  const steered = { by: "ada", reason: "a look", at: NOW, until: NOW + 3_600_000 };
  const pause = { by: "ada", reason: "a look", at: NOW, until: NOW + 3_600_000, leftMs: 1, countedAt: NOW };
  const paused = recycleSteered(recycleRecord({ pause }), { ...steered, act: "pause" });
  expect(whole(paused)).toMatchObject({
    id: `recycle-paused-web-recycle-1-${NOW}`,
    by: "ada",
    until: "1970-01-01T01:01:00.000Z",
    sentence: expect.stringContaining("paused by ada: a look; it goes on at 01:01Z"),
  });
  const resumed = recycleSteered(recycleRecord(), { ...steered, act: "resume", at: NOW + 1 });
  expect(whole(resumed)).toMatchObject({ id: `recycle-resumed-web-recycle-1-${NOW + 1}` });
  expect(resumed.detail).not.toHaveProperty("until");
});
