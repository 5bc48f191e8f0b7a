import { describe, expect, test } from "vitest";
import type { ApprovalAnswer, ApprovalAsk } from "../../../src/domain/approval/approval-ask.ts";
import { neededApproval, newAsk } from "../../../src/domain/decide/approval/approval-hold.ts";
import { decide } from "../../../src/domain/decide/decide.ts";
import { dueTargets } from "../../../src/domain/decide/due-targets.ts";
import { runEnd } from "../../../src/domain/decide/end-run.ts";
import type { FleetState } from "../../../src/domain/decide/fleet-state.ts";
import { wantedApprovals } from "../../../src/domain/decide/approval/wanted-approvals.ts";
import {
  DAY,
  launchedBefore,
  NEW,
  NEWEST,
  NO_BRAKES,
  NOW,
  named,
  OLD,
  pinned,
  run,
  stateOf,
  TEMPLATE,
  tooOld,
} from "../../support/domain/decide/states.ts";

const SETTINGS = { before: "launch", deadline: 7 * 86_400, onDeadline: "reject" } as const;
const ASKED = NOW - DAY;
const UNTIL = ASKED + 7 * DAY;

type Special = Parameters<typeof stateOf>[0];

const asks = (state: FleetState, at = ASKED): ApprovalAsk[] =>
  wantedApprovals(state, NOW).map((subject) => newAsk(subject, state.approvals.settings, at));
const answered = (verdict: ApprovalAnswer["verdict"]): ApprovalAnswer => ({
  verdict,
  by: "arn:aws:iam::123456789012:user/ada",
  proof: "caller-identity",
  reason: "tried it",
  at: NOW - 1,
  isRecorded: true,
});

const unasked = (special: Special = {}, settings: FleetState["approvals"]["settings"] = SETTINGS) =>
  stateOf({ wanted: { named: named(NEW) }, ...special, approvals: { settings, asks: [] } });
/** With everything asked that is to be. */
function asked(state: FleetState, answer: ApprovalAnswer | null = null): FleetState {
  const known = asks(state).map((ask) => ({ ...ask, answer }));
  return { ...state, approvals: { ...state.approvals, asks: known } };
}

const drifted = tooOld({
  kind: "drift",
  field: "security group sg-9",
  observed: "present",
  expected: "absent",
  mode: "approve",
});
const drift = (settings: FleetState["approvals"]["settings"] = null) =>
  unasked({ wanted: { named: named(OLD) }, findings: [drifted] }, settings);

describe("before launch", () => {
  test("another image waits, since and until when it says, with both answers", () => {
    expect(decide(asked(unasked()), NOW)).toEqual({
      act: "leave",
      because: "approval",
      reason: `waits for approval of image ${NEW} (template version 7) since 2026-11-28 12:00:00Z, until 2026-12-05 12:00:00Z, when it is rejected; moult rollout approve web --ask 4x6uhy1sgakc6 --reason <text>, or moult rollout reject web --ask 4x6uhy1sgakc6 --reason <text>, answers it`,
      nextAt: UNTIL,
    });
  });

  test("what was not asked yet is not begun", () => {
    expect(decide(unasked(), NOW)).toMatchObject({ because: "approval", nextAt: null });
    const unread = unasked({
      wanted: { named: named(NEW), template: null },
      live: null,
      hasInitialSize: true,
    });
    expect(decide(unread, NOW)).toMatchObject({ because: "approval" });
    expect(wantedApprovals(unread, NOW)).toEqual([]);
  });

  test("what is approved begins, and so does what nobody answered where the deadline goes on", () => {
    expect(decide(asked(unasked(), answered("approved")), NOW)).toMatchObject({
      act: "start",
      target: { image: NEW },
    });
    const proceeds = asked(unasked({}, { ...SETTINGS, onDeadline: "proceed" }));
    expect(decide(proceeds, UNTIL - 1)).toMatchObject({ because: "approval" });
    expect(decide(proceeds, UNTIL)).toMatchObject({ act: "start" });
  });

  test("what is rejected, or whose deadline rejects it, waits for a person", () => {
    expect(decide(asked(unasked(), answered("rejected")), NOW)).toMatchObject({
      because: "approval",
      reason: `arn:aws:iam::123456789012:user/ada rejected image ${NEW} (template version 7) on 2026-11-29 11:59:59Z: tried it`,
      nextAt: null,
    });
    expect(decide(asked(unasked()), UNTIL)).toMatchObject({
      because: "approval",
      reason: `nobody approved image ${NEW} (template version 7) until 2026-12-05 12:00:00Z: it is rejected`,
    });
  });

  test.each([
    ["another image", { named: named(NEWEST) }],
    [
      "the same from another template version",
      { named: named(NEW), template: { id: TEMPLATE, version: 8, at: NOW } },
    ],
  ])("an approval is for no other target: %s", (_what, wanted) => {
    const { approvals } = asked(unasked(), answered("approved"));
    expect(decide(stateOf({ wanted, approvals }), NOW)).toMatchObject({ because: "approval" });
  });

  test("a person's own image waits as well, what runs does not", () => {
    expect(decide(unasked({ wanted: { pin: pinned(NEW) } }), NOW)).toMatchObject({ because: "approval" });
    expect(decide(unasked({ wanted: { launchedBefore: launchedBefore(NOW) } }), NOW)).toMatchObject({
      act: "start",
    });
    expect(decide(unasked({ findings: [tooOld()] }), NOW)).toMatchObject({
      act: "start",
      reason: "age",
      target: { image: OLD },
    });
  });

  test("is asked for while the window is closed, and not while something else holds the image", () => {
    const begun = [{ run: "r", at: NOW, reason: "image" as const }];
    const closed = { ...NO_BRAKES, budget: { perDay: 1 }, begun };
    expect(decide(asked(unasked({ brakes: closed })), NOW)).toMatchObject({ because: "approval" });
    expect(decide(asked(unasked({ brakes: closed }), answered("approved")), NOW)).toMatchObject({
      because: "budget",
    });
    expect(wantedApprovals(unasked({ quarantined: new Map([[NEW, "5xx"]]) }), NOW)).toEqual([]);
    expect(wantedApprovals(unasked({ freeze: { reason: "x", until: null } }), NOW)).toEqual([]);
  });

  test("nobody is asked where nothing is declared, or only traffic waits", () => {
    expect(decide(unasked({}, null), NOW)).toMatchObject({ act: "start" });
    expect(decide(unasked({}, { ...SETTINGS, before: "shift" }), NOW)).toMatchObject({ act: "start" });
  });
});

describe("an open run, before its traffic has moved", () => {
  const toNewest = { wanted: { named: named(NEWEST) } };
  test("is not ended by an image that waits for approval, or was refused", () => {
    expect(runEnd(asked(unasked(toNewest)), run(), NOW)).toBeNull();
    const refused = { image: NEWEST, templateVersion: 7, since: NOW, by: "ada", reason: "no" };
    expect(runEnd(unasked({ ...toNewest, except: [refused] }), run(), NOW)).toBeNull();
    expect(runEnd(unasked({ ...toNewest, findings: [tooOld()] }), run(), NOW)).toBeNull();
  });
  test("is ended by one that is approved", () => {
    expect(runEnd(asked(unasked(toNewest), answered("approved")), run(), NOW)).toMatchObject({
      error: "Superseded",
    });
  });
  test("is not asked about again", () => {
    expect(wantedApprovals(unasked({ open: run() }), NOW)).toEqual([]);
    expect(wantedApprovals(unasked({ ...toNewest, open: run() }), NOW)).toMatchObject([{ image: NEWEST }]);
  });
});

describe("a drift of mode approve", () => {
  test("asks a person, with the time that is declared or a week", () => {
    const state = drift();
    expect(asks(state)).toMatchObject([
      { kind: "drift", image: OLD, until: ASKED + 7 * DAY, onDeadline: "reject" },
    ]);
    expect(asks(drift({ ...SETTINGS, deadline: 3600, onDeadline: "proceed" }))).toMatchObject([
      { until: ASKED + 3_600_000, onDeadline: "proceed" },
    ]);
    expect(decide(asked(state), NOW)).toMatchObject({
      because: "approval",
      reason: expect.stringContaining(
        "the replacement of generation 4 by its own image for drift: security group sg-9 is present, expected absent",
      ) as string,
    });
  });

  test("replaces by what runs when it is approved, and is only observed when it is rejected", () => {
    expect(decide(asked(drift(), answered("approved")), NOW)).toMatchObject({
      act: "start",
      reason: "drift",
      target: { image: OLD },
    });
    expect(decide(asked(drift(), answered("rejected")), NOW)).toMatchObject({ because: "nothing-due" });
    expect(decide(asked(drift()), UNTIL)).toMatchObject({ because: "nothing-due" });
  });

  test("is one question however many servers have it, and another drift another one", () => {
    const second = { ...drifted, server: "i-2" };
    const other = { ...drifted, field: "key pair" };
    const subject = (findings: FleetState["findings"]) => {
      const state = { ...drift(), findings };
      return neededApproval(dueTargets(state, NOW)[0] as never, state);
    };
    expect(subject([drifted, second])).toEqual(subject([drifted]));
    expect(subject([drifted, other])).not.toEqual(subject([drifted]));
  });

  test("needs no yes of its own where something else replaces the servers", () => {
    const state = { ...drift(), findings: [drifted, tooOld()] };
    expect(decide(state, NOW)).toMatchObject({ act: "start" });
  });
});
