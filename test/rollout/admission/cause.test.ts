import { expect, test } from "vitest";
import { decide } from "../../../src/domain/decide/decide.ts";
import type { FleetState } from "../../../src/domain/decide/fleet-state.ts";
import { causeOf, onlyLaunchedBefore } from "../../../src/rollout/admission/decide-again.ts";
import {
  HOUR,
  launchedBefore,
  named,
  NEW,
  NOW,
  OLD,
  pinned,
  stateOf,
  TEMPLATE,
  tooOld,
} from "../../support/domain/decide/states.ts";

const force = { ...launchedBefore(NOW - HOUR), by: "bob" };
const event = named(NEW, { by: "event e-1 from packer.build", evidence: { claim: { eventId: "e-1" } } });
const template = { id: TEMPLATE, version: 8, at: NOW };

function begun(state: FleetState) {
  const decision = decide(state, NOW);
  if (decision.act === "leave") throw new Error(decision.reason);
  const { reason, by, evidence } = causeOf(decision, state, NOW);
  return { reason, by, evidence, instant: onlyLaunchedBefore(decision.due, state) };
}
type Begun = ReturnType<typeof begun>;
const nobody = { by: "moult", evidence: {}, instant: null };

test.each<[string, FleetState, Begun]>([
  [
    "an image is from whoever named it, with the evidence",
    stateOf({ wanted: { named: event } }),
    { reason: "image", by: event.by, evidence: event.evidence, instant: null },
  ],
  [
    "a pinned image is from who pinned it, without the evidence of the named one",
    stateOf({
      wanted: { named: event, pin: pinned(OLD, { until: NOW + HOUR }), launchedBefore: force },
      live: null,
      hasInitialSize: true,
    }),
    { reason: "operator", by: "ada", evidence: {}, instant: null },
  ],
  [
    "force is from who forced it, beside another's pin that runs already",
    stateOf({ wanted: { named: event, pin: pinned(OLD, { until: NOW + HOUR }), launchedBefore: force } }),
    { reason: "operator", by: "bob", evidence: {}, instant: NOW - HOUR },
  ],
  [
    "force beside a new image is from who forced it",
    stateOf({ wanted: { named: event, launchedBefore: force } }),
    { reason: "operator", by: "bob", evidence: event.evidence, instant: null },
  ],
  ["a new template version is from moult", stateOf({ wanted: { template } }), { reason: "drift", ...nobody }],
  ["a finding is from moult", stateOf({ findings: [tooOld()] }), { reason: "age", ...nobody }],
])("%s", (_what, state, expected) => {
  expect(begun(state)).toEqual(expected);
});
