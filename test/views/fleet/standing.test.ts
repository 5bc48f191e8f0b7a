import { expect, test } from "vitest";
import { NO_ATTEMPTS } from "../../../src/domain/decide/attempts.ts";
import type { FleetState } from "../../../src/domain/decide/fleet-state.ts";
import { NOTHING_WANTED } from "../../../src/domain/decide/wanted.ts";
import { NO_BRAKES } from "../../support/domain/decide/states.ts";
import { standingOf } from "../../../src/views/fleet/standing.ts";

const SOURCE = "channel /images/web";
const named = (image: string) => ({
  image,
  madeAt: null,
  source: SOURCE,
  by: "event 1",
  evidence: {},
  at: 1,
});
const pin = { image: "ami-0ccc", by: "ada", reason: "as it was", at: 2, until: 90, insteadOf: null };
/** A fleet that runs `ami-0aaa` from version 1, of which nothing else is known. */
const state = (special: Partial<FleetState> = {}): FleetState => ({
  fleet: "web",
  source: SOURCE,
  template: "lt-0abc",
  hasInitialSize: false,
  wanted: NOTHING_WANTED,
  findings: [],
  ageDueAt: null,
  needsPerson: null,
  except: [],
  attempts: NO_ATTEMPTS,
  brakes: NO_BRAKES,
  approvals: { settings: null, asks: [] },
  quarantined: new Map(),
  live: { number: 6, image: "ami-0aaa", templateVersion: 1, template: "lt-0abc", launchedFrom: 1 },
  open: null,
  freeze: null,
  ...special,
});

test("a fleet of which nobody has read anything should be nothing", () => {
  expect(standingOf(state(), 10)).toMatchObject({
    wanted: null,
    decision: { act: "leave", because: "unnamed", nextAt: null },
  });
});

test("a fleet should run what its declaration names, and what is due begins at the next look", () => {
  const wanted = { ...NOTHING_WANTED, named: named("ami-0bbb") };
  expect(standingOf(state({ wanted }), 10)).toEqual({
    wanted: { image: "ami-0bbb", templateVersion: 1, by: SOURCE, pin: null },
    decision: {
      act: "start",
      because: null,
      reason: `${SOURCE} names ami-0bbb, generation 6 runs ami-0aaa`,
      nextAt: null,
    },
  });
  expect(standingOf(state({ wanted, live: null }), 10).wanted).toMatchObject({ templateVersion: null });
});

test("a pin says who, why and until when, and nothing once it is over", () => {
  const wanted = { ...NOTHING_WANTED, named: named("ami-0aaa"), pin };
  expect(standingOf(state({ wanted }), 10).wanted).toEqual({
    image: "ami-0ccc",
    templateVersion: 1,
    by: "ada",
    pin: { reason: "as it was", at: 2, until: 90 },
  });
  expect(standingOf(state({ wanted }), 90).wanted).toMatchObject({
    image: "ami-0aaa",
    by: SOURCE,
    pin: null,
  });
});

test("why nothing is begun is said with when that may be otherwise", () => {
  const freeze = { reason: "audit", until: 50 };
  expect(standingOf(state({ freeze }), 10).decision).toEqual({
    act: "leave",
    because: "frozen",
    reason: "frozen: audit",
    nextAt: 50,
  });
});
