import { expect, test } from "vitest";
import { standingLines } from "../../../cli/view/standing-lines.ts";
import type { Standing } from "../../../src/views/fleet/standing.ts";
import { fleetView } from "../../../src/views/fleet/fleet-view.ts";

const EMPTY_OUTBOX = { pending: [], taken: [], attention: [] };
const NOW = Date.UTC(2026, 10, 21, 12);
const WANTED = { image: "ami-0bbb", templateVersion: 1, by: "channel /images/web", pin: null };
const LEAVE = { act: "leave", because: "back-off", reason: "no capacity", nextAt: NOW + 90_000 } as const;
const REST = { ...LEAVE, because: "nothing-due", reason: "every server runs it", nextAt: null };

/** The lines of a fleet that stands so, as text. */
const linesOf = (standing: Standing | undefined): string[] => {
  const nothing = { fleet: "web", declared: undefined, rollout: undefined, frozen: undefined, except: [] };
  const unseen = {
    findings: [],
    storms: [],
    dueFirst: null,
    now: NOW,
    rollouts: [],
    retirements: [],
    outbox: EMPTY_OUTBOX,
  };
  const view = fleetView({ ...nothing, ...unseen, standing, generations: [], entries: [] });
  return standingLines(view, 8).map((line) => line.map(({ text }) => text).join(""));
};

test("a fleet with nothing to do, or of which nobody knows, needs no line", () => {
  expect(linesOf(undefined)).toEqual([]);
  expect(linesOf({ wanted: WANTED, decision: REST })).toEqual([]);
});

test("what it should run is said; why it is not begun its sentence says", () => {
  expect(linesOf({ wanted: WANTED, decision: LEAVE })).toEqual([
    "wanted  ami-0bbb from template version 1 · channel /images/web",
  ]);
  expect(linesOf({ wanted: null, decision: { ...LEAVE, nextAt: null } })).toEqual([]);
});

test("a version that nobody has read is not said", () => {
  const decision = { act: "start", because: null, reason: "it is newer", nextAt: null } as const;
  const wanted = { ...WANTED, templateVersion: null };
  expect(linesOf({ wanted, decision })).toEqual(["wanted  ami-0bbb · channel /images/web"]);
});

test("a pin is always said, with its end and how it is ended before", () => {
  const wanted = (until: number | null) => ({
    ...WANTED,
    by: "ada",
    pin: { reason: "as it was", at: NOW, until },
  });
  expect(linesOf({ wanted: wanted(null), decision: REST })).toEqual([
    "wanted  ami-0bbb from template version 1 · pinned by ada until another image is named: as it was; moult rollout unpin web --confirm web ends it",
  ]);
  expect(linesOf({ wanted: wanted(NOW + 1000), decision: REST })[0]).toMatch(
    /pinned by ada until 2026-11-21/,
  );
});
