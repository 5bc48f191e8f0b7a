import { describe, expect, test } from "vitest";
import { decide } from "../../../src/domain/decide/decide.ts";
import { dueTargets, wantedTarget } from "../../../src/domain/decide/due-targets.ts";
import { runEnd } from "../../../src/domain/decide/end-run.ts";
import { needsPersonBlocker, needsPersonReason } from "../../../src/domain/decide/needs-person.ts";
import {
  HOUR,
  launchedBefore,
  live,
  named,
  NEW,
  NEWEST,
  NOW,
  OLD,
  pinned,
  run,
  SET,
  stateOf,
  TEMPLATE,
  tooOld,
  unsettled,
} from "../../support/domain/decide/states.ts";

const targets = (state: ReturnType<typeof stateOf>) =>
  dueTargets(state, NOW).map(({ target, due }) => [
    target.image,
    due.map(({ reason, key }) => [reason, key]),
  ]);
const force = launchedBefore(NOW - HOUR);
const OTHER = "lt-0fedcba9876543210";

describe("what is due", () => {
  test("for the first generation is its image alone: there are no servers to replace", () => {
    const state = stateOf({
      live: null,
      hasInitialSize: true,
      wanted: { named: named(NEW), launchedBefore: force },
    });
    expect(targets(state)).toEqual([[NEW, [["image", `image ${NEW} ${SET}`]]]]);
  });

  test("by a person's word says so", () => {
    expect(targets(stateOf({ wanted: { pin: pinned(NEW) } }))).toEqual([
      [NEW, [["operator", `image ${NEW} ${SET}`]]],
    ]);
    expect(targets(stateOf({ wanted: { launchedBefore: force } }))).toEqual([
      [OLD, [["operator", `launched-before ${NOW - HOUR}`]]],
    ]);
  });

  test("is not launched from a template that is declared no more", () => {
    const moved = { template: OTHER, findings: [tooOld()] };
    expect(targets(stateOf({ ...moved, wanted: { named: null } }))).toEqual([]);
    expect(targets(stateOf({ ...moved, wanted: { template: null } })).map(([image]) => image)).toEqual([OLD]);
  });

  test("is another template though its version has the same number", () => {
    const state = stateOf({ template: OTHER, wanted: { template: { id: OTHER, version: 7, at: SET } } });
    expect(targets(state)).toEqual([[OLD, [["drift", `template ${OTHER} 7 ${SET}`]]]]);
  });
});

describe("the template version of what is wanted", () => {
  test.each([
    ["is the live one while nobody has read another", stateOf({ wanted: { template: null } }), 7],
    [
      "is not that of another template",
      stateOf({ wanted: { template: null }, live: live({ template: OTHER }) }),
      null,
    ],
    ["is not known of a first generation", stateOf({ wanted: { template: null }, live: null }), null],
  ])("%s", (_what, state, templateVersion) => {
    expect(wantedTarget(state, NOW)).toEqual({ image: OLD, templateVersion });
  });
});

describe("a run", () => {
  test("whose target was refused ends when its fleet may go elsewhere", () => {
    const except = [{ image: NEW, templateVersion: 7, since: NOW, by: "ada", reason: "wrong image" }];
    const state = stateOf({ wanted: { named: named(NEW) }, except, findings: [tooOld()] });
    expect(runEnd(state, run(), NOW)).toMatchObject({ error: "Superseded" });
  });

  test("from a template that is declared no more ends, though image and version are the same", () => {
    const state = stateOf({ wanted: { named: named(NEW) } });
    expect(runEnd(state, run({ template: TEMPLATE }), NOW)).toBeNull();
    expect(runEnd(state, run({ template: OTHER }), NOW)).toMatchObject({ error: "Superseded" });
  });

  test("at its deadline has no instant any more at which that changes", () => {
    expect(decide(stateOf({ open: run({ deadlineAt: NOW }) }), NOW)).toMatchObject({ nextAt: null });
    expect(decide(stateOf({ open: run({ deadlineAt: NOW + 1 }) }), NOW)).toMatchObject({ nextAt: NOW + 1 });
  });
});

describe("a fleet that needs a person", () => {
  const state = stateOf({ needsPerson: unsettled });
  const blocks = (image: string, templateVersion: number | null, of = state) =>
    needsPersonBlocker({ image, templateVersion }, of) !== null;

  test("is not begun to either side, whatever is known of the version, and is to a third", () => {
    expect([blocks(OLD, 7), blocks(NEW, 7), blocks(NEW, null), blocks(OLD, null)]).toEqual([
      true,
      true,
      true,
      true,
    ]);
    expect([blocks(NEWEST, 7), blocks(NEW, 8), blocks(OLD, 8)]).toEqual([false, false, false]);
  });

  test("and has no live generation has one side", () => {
    const none = { ...state, live: null };
    expect([blocks(NEW, 7, none), blocks(OLD, 7, none)]).toEqual([true, false]);
  });

  test("is replaced by what runs when that was asked for after, not at the same instant", () => {
    const asked = (at: number) =>
      stateOf({ needsPerson: unsettled, wanted: { launchedBefore: { ...force, at } } });
    expect([blocks(OLD, 7, asked(unsettled.since)), blocks(OLD, 7, asked(unsettled.since + 1))]).toEqual([
      true,
      false,
    ]);
  });

  test("is told since which rollout, why, and both ways on", () => {
    const said = needsPersonReason("web", unsettled);
    for (const part of ["rollout web-1", "blue is ill", "moult settle web --keep blue", "--keep green"])
      expect(said).toContain(part);
  });
});
