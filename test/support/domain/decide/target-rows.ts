import { leave, start, refused, quarantined, news, force, FORCED, type Row } from "./row.ts";
import {
  DAY,
  failed,
  HOUR,
  live,
  MINUTE,
  named,
  NEW,
  NEWEST,
  NOW,
  OLD,
  pinned,
  stateOf,
  tooOld,
  SET,
} from "./states.ts";

const AGED = `finding i-1#age#launch-time ${NOW - DAY}`;
/** Servers that are replaced whatever they run. */
export const REPLACED: readonly Row[] = [
  [
    "force replaces servers by the image that they run",
    stateOf({ wanted: { launchedBefore: force } }),
    start(OLD, [FORCED], { reason: "operator" }),
  ],
  [
    "servers launched since the instant are not replaced for it",
    stateOf({ wanted: { launchedBefore: force }, live: live({ launchedFrom: NOW - HOUR }) }),
    leave("nothing-due"),
  ],
  [
    "an adopted group counts as launched before every instant",
    stateOf({ wanted: { launchedBefore: force }, live: live({ launchedFrom: null }) }),
    start(OLD, [FORCED], { reason: "operator" }),
  ],
  [
    "a finding that is due replaces servers by the image that they run",
    stateOf({ findings: [tooOld()] }),
    start(OLD, [AGED], { reason: "age" }),
  ],
  [
    "a finding that is not due yet is waited for",
    stateOf({ findings: [tooOld({ dueAt: NOW + DAY })] }),
    leave("nothing-due", NOW + DAY),
  ],
  [
    "a server that is due for its age later is looked at again then",
    stateOf({ ageDueAt: NOW + DAY }),
    leave("nothing-due", NOW + DAY),
  ],
  [
    "a finding that a person has to look at begins nothing",
    stateOf({ findings: [tooOld({ mode: "report" }), tooOld({ mode: "report", dueAt: NOW + DAY })] }),
    leave("nothing-due"),
  ],
  [
    "a drift that a person has to approve waits until they do",
    stateOf({ findings: [tooOld({ kind: "drift", mode: "approve" })] }),
    leave("approval"),
  ],
  [
    "an image that a person has to approve waits until they do",
    stateOf({
      wanted: news,
      approvals: { settings: { before: "launch", deadline: 3600, onDeadline: "reject" }, asks: [] },
    }),
    leave("approval"),
  ],
  [
    "image, template, force and finding at once are one run for the most urgent reason",
    stateOf({
      wanted: { ...news, template: { id: live().template, version: 8, at: NOW }, launchedBefore: force },
      findings: [tooOld({ kind: "access", field: "login" })],
    }),
    start(
      NEW,
      [
        `image ${NEW} ${SET}`,
        `template ${live().template} 8 ${NOW}`,
        FORCED,
        `finding i-1#access#login ${NOW - DAY}`,
      ],
      {
        reason: "access",
        target: { image: NEW, templateVersion: 8 },
      },
    ),
  ],
];

/** What holds one target. */
export const HELD_TARGETS: readonly Row[] = [
  ["an image in quarantine is not begun", stateOf({ wanted: news, quarantined }), leave("quarantine")],
  [
    "a target that was refused is not begun",
    stateOf({ wanted: news, except: [refused(NEW)] }),
    leave("except"),
  ],
  [
    "the refused image from another template version is another target",
    stateOf({
      wanted: { ...news, template: { id: live().template, version: 8, at: NOW } },
      except: [refused(NEW)],
    }),
    start(NEW, [`image ${NEW} ${SET}`, `template ${live().template} 8 ${NOW}`], {
      target: { image: NEW, templateVersion: 8 },
    }),
  ],
  [
    "a refusal younger than the servers holds their replacement by the same image",
    stateOf({ wanted: { launchedBefore: force }, except: [refused(OLD)] }),
    leave("except"),
  ],
  [
    "a refusal older than the servers does not hold their replacement",
    stateOf({ wanted: { launchedBefore: force }, except: [refused(OLD, NOW - 40 * DAY)] }),
    start(OLD, [FORCED], { reason: "operator" }),
  ],
  [
    "an image that failed for a passing cause is waited with",
    stateOf({ wanted: news, attempts: failed(NEW, NOW + MINUTE) }),
    leave("back-off", NOW + MINUTE),
  ],
  [
    "it is tried again when the wait is over, under another name",
    stateOf({ wanted: news, attempts: failed(NEW, NOW) }),
    start(NEW, [`image ${NEW} ${SET}`], { attempt: 3 }),
  ],
  [
    "the wait of one image holds no other",
    stateOf({ wanted: { named: named(NEWEST) }, attempts: failed(NEW, NOW + MINUTE) }),
    start(NEWEST, [`image ${NEWEST} ${SET}`], { attempt: 3 }),
  ],
  [
    "servers are replaced by their own image while the wanted one is held",
    stateOf({ wanted: { ...news, launchedBefore: force }, quarantined }),
    start(OLD, [FORCED], { reason: "operator" }),
  ],
  [
    "where both images are held the wanted one is told, with the first instant of either",
    stateOf({
      wanted: { ...news, launchedBefore: force },
      quarantined,
      attempts: failed(OLD, NOW + MINUTE),
    }),
    leave("quarantine", NOW + MINUTE),
  ],
  [
    "what is held may be decided otherwise when a pin ends",
    stateOf({ wanted: { pin: pinned(NEW, { until: NOW + HOUR }) }, quarantined }),
    leave("quarantine", NOW + HOUR),
  ],
];
