import { FORCED, leave, start, news, force, type Row } from "./row.ts";
import {
  HOUR,
  live,
  named,
  NEW,
  NEWEST,
  NOW,
  OLD,
  pinned,
  run,
  stateOf,
  SET,
  tooOld,
  unsettled,
} from "./states.ts";

/** What holds the whole fleet. */
export const HELD_FLEETS: readonly Row[] = [
  [
    "a frozen fleet is left alone until the freeze ends",
    stateOf({ wanted: news, freeze: { reason: "incident", until: NOW + HOUR } }),
    leave("frozen", NOW + HOUR),
  ],
  [
    "a freeze without end holds until a person lifts it",
    stateOf({ wanted: news, open: run(), freeze: { reason: "incident", until: null } }),
    leave("frozen"),
  ],
  [
    "a freeze that has run out holds nothing",
    stateOf({ wanted: news, freeze: { reason: "incident", until: NOW } }),
    start(NEW, [`image ${NEW} ${SET}`]),
  ],
  [
    "beside an open run nothing is begun until it is over",
    stateOf({ wanted: { named: named(NEWEST), launchedBefore: force }, open: run() }),
    leave("running", NOW + 2 * HOUR),
  ],
  [
    "a run past its deadline is waited for without an instant",
    stateOf({ wanted: news, open: run({ deadlineAt: NOW - 1, isEnding: true }) }),
    leave("running"),
  ],
  ["a fleet that needs a person is left alone", stateOf({ needsPerson: unsettled }), leave("needs-person")],
  [
    "the target of the rollout that needs a person is not begun",
    stateOf({ wanted: news, needsPerson: unsettled }),
    leave("needs-person"),
  ],
  [
    "the servers of a fleet that needs a person are not replaced for a finding",
    stateOf({ findings: [tooOld()], needsPerson: unsettled }),
    leave("needs-person"),
  ],
  [
    "another target than both sides have settles the fleet that needs a person",
    stateOf({ wanted: { named: named(NEWEST) }, needsPerson: unsettled }),
    start(NEWEST, [`image ${NEWEST} ${SET}`]),
  ],
  [
    "so does a person who has asked since that servers be replaced",
    stateOf({ wanted: { launchedBefore: { ...force, at: NOW } }, needsPerson: unsettled }),
    start(OLD, [FORCED], { reason: "operator" }),
  ],
];

/** What the fleet should run. */
export const WANTED: readonly Row[] = [
  ["a fleet that runs what it should is left alone", stateOf(), leave("nothing-due")],
  [
    "a fleet for which nothing names an image is left alone",
    stateOf({ wanted: { named: null } }),
    leave("unnamed"),
  ],
  [
    "what was read for another declaration names nothing",
    stateOf({ wanted: { named: named(NEW, { source: "channel /images/other" }) } }),
    leave("unnamed"),
  ],
  [
    "an image that the declaration names is rolled out",
    stateOf({ wanted: news }),
    start(NEW, [`image ${NEW} ${SET}`]),
  ],
  [
    "a channel that was set back is followed back",
    stateOf({ live: live({ image: NEW }) }),
    start(OLD, [`image ${OLD} ${SET}`]),
  ],
  [
    "a pinned image is rolled out instead of the named one",
    stateOf({ wanted: { named: named(NEW), pin: pinned(NEWEST, { insteadOf: NEW }) } }),
    start(NEWEST, [`image ${NEWEST} ${SET}`], { reason: "operator" }),
  ],
  [
    "a pin that runs already keeps the named image away until it ends",
    stateOf({ wanted: { named: named(NEW), pin: pinned(OLD, { until: NOW + HOUR }) } }),
    leave("nothing-due", NOW + HOUR),
  ],
  [
    "a pin past its end counts no more",
    stateOf({ wanted: { named: named(NEW), pin: pinned(OLD, { until: NOW }) } }),
    start(NEW, [`image ${NEW} ${SET}`]),
  ],
  [
    "a pin without end lapses when the declaration names another image",
    stateOf({ wanted: { named: named(NEW), pin: pinned(NEWEST, { insteadOf: OLD }) } }),
    start(NEW, [`image ${NEW} ${SET}`]),
  ],
  [
    "a new default version of the template is rolled out as drift",
    stateOf({ wanted: { template: { id: live().template, version: 8, at: NOW } } }),
    start(OLD, [`template ${live().template} 8 ${NOW}`], {
      reason: "drift",
      target: { image: OLD, templateVersion: 8 },
    }),
  ],
  [
    "another template that nobody has read yet is rolled out as drift",
    stateOf({ template: "lt-other" }),
    start(OLD, [`template lt-other null ${SET}`], {
      reason: "drift",
      target: { image: OLD, templateVersion: null },
    }),
  ],
];

/** A fleet without a generation. */
export const FIRST: readonly Row[] = [
  [
    "a first generation is begun where the declaration says how large it is",
    stateOf({ wanted: news, live: null, hasInitialSize: true }),
    start(NEW, [`image ${NEW} ${SET}`], { replaces: null }),
  ],
  [
    "without a declared size the first generation is adopted",
    stateOf({ wanted: news, live: null }),
    leave("no-generation"),
  ],
];
