import { expect, test } from "vitest";
import type { CampaignReport } from "../../../chaos/campaigns/campaign.ts";
import { countJudged, judgedText } from "../../../chaos/campaigns/judged-share.ts";
import { campaignText } from "../../../chaos/campaigns/report.ts";
import { openJudgedTime, type JudgedSeconds } from "../../../chaos/checkers/judged/judged-time.ts";

const REPORT = {
  runs: 1,
  firstSeed: 7,
  seconds: 1,
  calls: 1,
  counts: {},
  pairs: {},
  requests: { sent: 0, lost: 0, lostByReason: {}, worst: null },
  judged: {},
  violations: [],
  small: { runs: 0, seconds: 0 },
} as CampaignReport;

test("what is left out stands in the last line", () => {
  const lastLine = (without: readonly string[]): string | undefined =>
    campaignText(REPORT, { faults: undefined, pairs: false, without }).split("\n").at(-1);
  expect(lastLine([])).toBe("No invariant was violated.");
  expect(lastLine(["served", "ends"])).toBe("No invariant was violated. Left out: served, ends.");
});

test("the share of the time that is judged is summed over runs, by checker, and cut", () => {
  const sums: Record<string, JudgedSeconds> = {};
  countJudged(sums, { served: { judged: 3600, due: 3600 }, ends: { judged: 0, due: 0 } });
  countJudged(sums, { served: { judged: 3599, due: 3600 } });
  expect(judgedText(sums)).toEqual(["Judged: served 99.98 % of 2 h"]);
});

test("a checker's time is judged, exempt or idle", () => {
  const time = openJudgedTime();
  time.look(1000, "judges");
  time.look(11_000, "exempt");
  time.look(14_000, "idle");
  time.look(20_000, "judges");
  expect(time.seconds()).toEqual({ judged: 10, due: 13 });
});
