import { expect, test } from "vitest";
import { noticeFindings, type ScheduledNotice } from "../../../src/domain/notices/scheduled-notice.ts";

const NOW = Date.UTC(2026, 10, 20, 10);
const notice = (special: Partial<ScheduledNotice> = {}): ScheduledNotice => ({
  id: "instance-event-1",
  code: "instance-retirement",
  description: "The instance is running on degraded hardware",
  notBefore: Date.UTC(2026, 11, 4, 13),
  ...special,
});
const settings = { retirement: "replace", reboot: "report", maintenance: "report" } as const;
const found = (...notices: ScheduledNotice[]) =>
  noticeFindings(notices, { server: "i-1", generation: 2, settings }, NOW).map(
    ({ kind, field, observed, mode, dueAt }) => [kind, field, observed, mode, dueAt],
  );

test.each([
  ["instance-retirement", "retirement", "replace"],
  ["instance-stop", "retirement", "replace"],
  ["instance-reboot", "reboot", "report"],
  ["system-reboot", "reboot", "report"],
  ["system-maintenance", "maintenance", "report"],
  ["a code of tomorrow", "maintenance", "report"],
])("%s is a matter of %s: %s", (code, field, mode) => {
  expect(found(notice({ code }))).toEqual([
    ["health", field, `${code}, not before 2026-12-04 13:00:00Z`, mode, NOW],
  ]);
});

test("of several of one kind the first counts; what has no time may come at any", () => {
  const [early, late] = [notice({ notBefore: NOW + 1000 }), notice({ notBefore: NOW + 2000 })];
  expect(found(late, early)).toEqual(found(early));
  expect(found(late, notice({ notBefore: null }))[0]?.[2]).toBe("instance-retirement, at any time");
});

test.each(["[Completed] The host …", "[Canceled] The host …", "[canceled] …"])(
  "%s is over",
  (description) => {
    expect(found(notice({ description }))).toEqual([]);
  },
);

test("where nothing is declared it is reported", () => {
  const [only] = noticeFindings([notice()], { server: "i-1", generation: 2, settings: undefined }, NOW);
  expect(only).toMatchObject({
    mode: "report",
    isPublished: false,
    evidence: { code: "instance-retirement" },
  });
});
