import { expect, test } from "vitest";
import { isHalted } from "../../../chaos/checkers/leftovers/halted-schedule.ts";
import { emptyView } from "../../../chaos/world/ledger-view.ts";
import type { Entry } from "../../../src/ledger/entries.ts";
import { generation } from "../../support/cli/records.ts";

const LIVE = generation({ group: "web", image: "ami-0aaa" });
const RECORDED = { after: { desired: 8 }, halted: ["web"] };

/** At 100 the rollout said what had fallen due; the image is in quarantine since 50. */
function judged({
  servers = 8,
  evidence = RECORDED as object,
  verdict = {},
  later = [] as object[],
} = {}): boolean {
  const view = emptyView();
  const entries = [{ at: 100, action: "scheduled-action", evidence }, ...later] as Entry[];
  view.decisions.set("web-1", entries);
  const standing = { imageId: "ami-0aaa", reach: null, fleet: null, rollout: null, reason: "doubts", at: 50 };
  view.verdicts.set("ami-0aaa", { ...standing, lifted: null, ...verdict });
  return isHalted(LIVE, servers, view);
}

test("what a schedule asked for of an image in quarantine, and the entry says so, is nobody's to launch", () => {
  expect(judged()).toBe(true);
  expect(judged({ verdict: { lifted: { by: "ada", reason: "fine", at: 150 } } })).toBe(true);
});

test("it is missing where nobody was told, of this group and this size", () => {
  expect(judged({ evidence: { after: { desired: 8 } } })).toBe(false);
  expect(judged({ evidence: { ...RECORDED, halted: ["web-g0002"] } })).toBe(false);
  expect(judged({ servers: 9 })).toBe(false);
});

test("it is missing where the image was in no quarantine then, or something else has fallen due since", () => {
  expect(judged({ verdict: { at: 101 } })).toBe(false);
  expect(judged({ verdict: { imageId: "ami-0bbb", lifted: { by: "ada", reason: "fine", at: 60 } } })).toBe(
    false,
  );
  const later = [{ at: 200, action: "scheduled-action", evidence: { after: { desired: 8 }, halted: [] } }];
  expect(judged({ later })).toBe(false);
});
