import { windowsOf } from "../../../../src/domain/brakes/windows-settings.ts";
import type { FleetState } from "../../../../src/domain/decide/fleet-state.ts";
import type { Explanation } from "../../../../src/domain/explain/explanation.ts";
import {
  DAY,
  failed,
  HOUR,
  named,
  NEW,
  NO_BRAKES,
  NOW,
  pinned,
  stateOf,
  tooOld,
  unsettled,
} from "../decide/states.ts";

export const news = { named: named(NEW) };
const IMAGE = `image ${NEW} is due`;
const RUNS = "runs ami-00000000000000001 on generation 4";
export const ask = {
  kind: "launch" as const,
  key: `launch ${NEW} lt-0abc1234def567890 7`,
  image: NEW,
  templateVersion: 7,
  template: "lt-0abc1234def567890",
  what: `image ${NEW} (template version 7)`,
  rollout: null,
  green: null,
  askedAt: NOW - HOUR,
  until: NOW + 4 * HOUR,
  onDeadline: "reject" as const,
  answer: null,
};
export const settings = { before: "launch" as const, deadline: 18_000, onDeadline: "reject" as const };
export const windows = {
  ...NO_BRAKES,
  windows: windowsOf({ allow: ["Mon-Thu 09:00-16:00 Etc/UTC"], deny: [] }),
};
const budget = {
  ...NO_BRAKES,
  budget: { perDay: 1 },
  begun: [{ run: "web-1", at: NOW - HOUR, reason: "image" as const }],
};
const slots = { ...NO_BRAKES, slots: { atOnce: 1, open: [{ fleet: "api", run: "api-1" }] } };
const unread = {
  ...NO_BRAKES,
  windows: windowsOf({ allow: [], deny: [] }),
  calendar: {
    name: "Freeze",
    reading: {
      state: "unreadable" as const,
      reason: "AccessDenied",
      nextAt: null,
      readAt: NOW,
      passes: false,
    },
  },
};

/** Fleets at rest, each with what is told of it. */
export const RESTS: readonly (readonly [
  what: string,
  state: FleetState | null,
  told: Readonly<Pick<Explanation, "waitsFor" | "state" | "sentence">>,
])[] = [
  [
    "is as declared",
    stateOf(),
    { waitsFor: null, state: "steady", sentence: `${RUNS}; nothing is due until something changes` },
  ],
  [
    "has a server due in days",
    stateOf({ ageDueAt: NOW + 3 * DAY }),
    {
      waitsFor: null,
      state: "steady",
      sentence: `${RUNS}; a server is due for its age at 2026-12-02 12:00Z`,
    },
  ],
  [
    "has a server due in hours",
    stateOf({ ageDueAt: NOW + 3 * HOUR }),
    { waitsFor: null, state: "due", sentence: `${RUNS}; a server is due for its age at 15:00Z` },
  ],
  [
    "has a finding due later",
    stateOf({ findings: [tooOld({ dueAt: NOW + 2 * DAY })] }),
    {
      waitsFor: null,
      state: "steady",
      sentence: `${RUNS}; what was found on its servers is due at 2026-12-01 12:00Z`,
    },
  ],
  [
    "runs what is pinned",
    stateOf({ wanted: { pin: pinned("ami-00000000000000001", { until: NOW + 2 * DAY }) } }),
    { waitsFor: null, state: "steady", sentence: `${RUNS}; ada's pin ends at 2026-12-01 12:00Z` },
  ],
  [
    "is begun",
    stateOf({ wanted: news }),
    { waitsFor: null, state: "due", sentence: `${IMAGE}; a rollout begins at the next look` },
  ],
  [
    "has servers that are begun",
    stateOf({ findings: [tooOld(), tooOld({ server: "i-2" })] }),
    { waitsFor: null, state: "due", sentence: "2 servers are due (age); a rollout begins at the next look" },
  ],
  [
    "has a quarantined image",
    stateOf({ wanted: news, quarantined: new Map([[NEW, "http: 2 of 250 answered 503"]]) }),
    {
      waitsFor: "quarantine",
      state: "waits",
      sentence: `${IMAGE}; quarantined: http: 2 of 250 answered 503; another image, or lifting the quarantine, ends it`,
    },
  ],
  [
    "had an image refused",
    stateOf({
      wanted: news,
      except: [{ image: NEW, templateVersion: 7, since: NOW - HOUR, by: "ada", reason: "wrong kernel" }],
    }),
    {
      waitsFor: "except",
      state: "waits",
      sentence: `${IMAGE}; refused: ada on 2026-11-29, wrong kernel; moult rollout retry web, or another image, ends it`,
    },
  ],
  [
    "has failed",
    stateOf({ wanted: news, attempts: failed(NEW, NOW + HOUR) }),
    {
      waitsFor: "back-off",
      state: "waits",
      sentence: `${IMAGE}; failed 2 times in a row: no server could be launched; tried again at 13:00Z`,
    },
  ],
  [
    "waits for a window",
    stateOf({ wanted: news, brakes: windows }),
    {
      waitsFor: "window",
      state: "waits",
      sentence: `${IMAGE}; waits for its window; it opens 2026-11-30 09:00Z`,
    },
  ],
  [
    "waits for a calendar",
    stateOf({ wanted: news, brakes: unread }),
    {
      waitsFor: "calendar",
      state: "waits",
      sentence: `${IMAGE}; its change calendar cannot be read, and counts as closed; it opens when it can be read: moult fleet validate <file> --against-account says why`,
    },
  ],
  [
    "waits for its budget",
    stateOf({ wanted: news, brakes: budget }),
    {
      waitsFor: "budget",
      state: "waits",
      sentence: `${IMAGE}; waits for its budget, which is used up; the next may begin at 2026-11-30 11:00Z`,
    },
  ],
  [
    "waits for a slot",
    stateOf({ wanted: news, brakes: slots }),
    {
      waitsFor: "slots",
      state: "waits",
      sentence: `${IMAGE}; waits for a slot of the account, all of which are taken; the end of another fleet's run frees one`,
    },
  ],
  [
    "is to be asked about",
    stateOf({ wanted: news, approvals: { settings, asks: [] } }),
    {
      waitsFor: "approval",
      state: "waits",
      sentence: `${IMAGE}; needs approval; it is asked for by the next sweep`,
    },
  ],
  [
    "waits for approval",
    stateOf({ wanted: news, approvals: { settings, asks: [ask] } }),
    {
      waitsFor: "approval",
      state: "approval",
      sentence: `image ${NEW} (template version 7) waits for approval; until 16:00Z, then it is rejected`,
    },
  ],
  [
    "was not approved in time",
    stateOf({ wanted: news, approvals: { settings, asks: [{ ...ask, until: NOW - 1 }] } }),
    {
      waitsFor: "approval",
      state: "waits",
      sentence: `${IMAGE}; nobody approved image ${NEW} (template version 7) until 2026-11-29 11:59:59Z: it is rejected; moult rollout retry web asks again`,
    },
  ],
  [
    "needs a person",
    stateOf({ needsPerson: unsettled }),
    {
      waitsFor: "person",
      state: "needs-person",
      sentence:
        "can go neither on nor back; blue is ill; moult settle web --keep <blue or green> --reason <text> decides",
    },
  ],
  [
    "has no servers",
    stateOf({ live: null }),
    {
      waitsFor: "no-generation",
      state: "attention",
      sentence:
        "has no servers yet; moult fleet adopt takes a group over, or capacity.initial in its declaration makes one",
    },
  ],
  [
    "has no image",
    stateOf({ wanted: { named: null } }),
    {
      waitsFor: "image",
      state: "waits",
      sentence:
        "no image is known; channel /images/web has not been read, or names none; the next sweep reads it; moult rollout start web --image <ami> goes without",
    },
  ],
  [
    "is not declared",
    null,
    {
      waitsFor: "declaration",
      state: "attention",
      sentence: "nobody declares it; moult fleet apply <file> declares it",
    },
  ],
];
