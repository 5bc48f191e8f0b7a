import { LARGE_RECYCLE, LONG_REASON } from "./large-recycle.ts";
import type { BrakesModel, CalendarModel, FleetModel, HistoryModel } from "../../../dashboard/wire/models.ts";
import type { EntryModel, RunModel } from "../../../dashboard/wire/run-model.ts";
import type { Said } from "../../../dashboard/wire/said-model.ts";
import type { GenerationModel, ServerLook, ServersModel } from "../../../dashboard/wire/servers-model.ts";

/** As long as a name may be, and as a reason. */
export const LONG_NAME = "w".repeat(30);
const LONG_WORD = `arn:aws:elasticloadbalancing:eu-central-1:123456789012:${"listener-rule/app/".repeat(6)}`;
const NOW = Date.UTC(2026, 10, 30, 9, 20);
const MINUTE = 60_000;

const SAID: Said = {
  state: "needs-person",
  sentence: `can go neither on nor back: ${LONG_REASON.slice(0, 120)}; moult settle ${LONG_NAME} --keep blue or green`,
  since: NOW - 41 * MINUTE,
  endsAt: NOW + 14 * MINUTE,
  otherwise: "both generations are kept, and nothing is changed",
  detail: LONG_REASON,
  also: Array.from({ length: 5 }, (_, at) => `${at}: ${LONG_WORD}`),
};
const LOOKS: readonly ServerLook[] = [
  "pending",
  "booting",
  "late",
  "healthy",
  "idle",
  "unhealthy",
  "isolated",
  "draining",
  "terminating",
  "gone",
  "unread",
];

/** Five hundred servers, of every look, in three zones and two generations. */
const SERVERS: ServersModel = {
  list: Array.from({ length: 500 }, (_, at) => ({
    id: `i-${String(at).padStart(17, "0")}`,
    zone: `eu-central-1${"abc"[at % 3]}`,
    generation: at < 250 ? 7 : 6,
    look: at % 20 === 0 ? (LOOKS[(at / 20) % LOOKS.length] ?? "healthy") : "healthy",
    finding: at % 17 === 0 ? `drift: ${LONG_WORD}` : null,
    ageSeconds: at * 3600,
  })),
  readAt: NOW,
  fault: `servers cannot be read: ${LONG_REASON}`,
};
const GENERATIONS: readonly GenerationModel[] = (["candidate", "live"] as const).map((role, at) => ({
  id: String(7 - at),
  number: 7 - at,
  role,
  image: "ami-0123456789abcdef0",
  group: `${LONG_NAME}-g000${7 - at}`,
  reason: LONG_REASON,
}));
const OFFERS: FleetModel["offers"] = (
  ["pause", "promote", "abort", "freeze", "start", "allow-access"] as const
).map((act) => ({
  act,
  fleet: LONG_NAME,
  item: null,
  option: false,
  label: act,
  title: `${act} ${LONG_NAME}`,
  blocked: act === "promote" ? LONG_REASON : null,
}));

export const LARGE_FLEET: FleetModel = {
  page: "fleet",
  id: LONG_NAME,
  said: SAID,
  run: `${LONG_NAME}-ami-0123456789abcdef0-2b1f`,
  declared: { by: LONG_WORD, at: NOW - 3_000_000 },
  attention: [
    { id: "1", reason: LONG_REASON, commands: [`moult settle ${LONG_NAME} --keep blue`, LONG_WORD] },
  ],
  generations: GENERATIONS,
  servers: SERVERS,
  next: [{ id: "now", what: LONG_REASON, at: NOW + MINUTE, held: LONG_WORD }],
  findings: Array.from({ length: 30 }, (_, at) => ({
    id: String(at),
    server: `i-${String(at).padStart(17, "0")}`,
    words: `drift: security group is ${LONG_WORD}, expected absent`,
    consequence: "observe",
    since: NOW - at * MINUTE,
  })),
  runs: Array.from({ length: 8 }, (_, at) => ({
    id: `${LONG_NAME}-${at}`,
    image: "ami-0123456789abcdef0",
    inPlace: at % 3 === 1 ? 40 : null,
    outcome: at === 0 ? null : "rolled-back",
    reason: LONG_REASON,
    startedAt: NOW - at * 10 * MINUTE,
    endedAt: at === 0 ? null : NOW,
  })),
  offers: OFFERS,
};

const ENTRIES: readonly EntryModel[] = Array.from({ length: 40 }, (_, at) => ({
  id: String(at),
  at: NOW - at * MINUTE,
  fleet: LONG_NAME,
  run: `${LONG_NAME}-ami-0123456789abcdef0-2b1f`,
  phase: "ShiftTraffic",
  kind: (["decision", "call", "evidence"] as const)[at % 3] ?? "call",
  action: "elasticloadbalancing:ModifyListener",
  subject: LONG_WORD,
  by: LONG_WORD,
  reason: LONG_REASON,
  evidence: JSON.stringify({ request: LONG_WORD, more: LONG_REASON }, null, 1),
}));

export const LARGE_RUN: RunModel = {
  page: "run",
  fleet: LONG_NAME,
  run: `${LONG_NAME}-ami-0123456789abcdef0-2b1f`,
  said: { ...SAID, state: "moving" },
  image: { from: "ami-0fedcba9876543210", to: "ami-0123456789abcdef0" },
  recycle: LARGE_RECYCLE,
  startedAt: NOW - 90 * MINUTE,
  endedAt: null,
  deadlineAt: NOW + 300 * MINUTE,
  usualMs: 30 * MINUTE,
  outcome: null,
  phases: ["Admit", "LaunchGreen", "ObserveGreen", "ValidateGreen", "ShiftTraffic", "Bake", "RetireBlue"].map(
    (id, at) => ({
      id,
      state: at < 4 ? "done" : at === 4 ? "now" : "ahead",
      startedAt: at <= 4 ? NOW - (90 - at) * MINUTE : null,
      seconds: at <= 4 ? 52 : null,
    }),
  ),
  traffic: {
    moves: true,
    set: 10,
    read: null,
    agreeing: 2,
    points: [
      { at: NOW - 80 * MINUTE, set: 0, read: 0 },
      { at: NOW - 10 * MINUTE, set: 10, read: 10 },
    ],
    ahead: [50, 100],
  },
  gates: Array.from({ length: 12 }, (_, at) => ({
    id: `gate-${at}-${LONG_NAME}`,
    verdict: (["pass", "wait", "fail", "unknown"] as const)[at % 4] ?? "wait",
    reason: LONG_REASON,
    value: LONG_WORD,
    threshold: "250 of 250",
  })),
  generations: GENERATIONS,
  servers: SERVERS,
  entries: ENTRIES,
  offers: OFFERS,
};

export const LARGE_HISTORY: HistoryModel = {
  page: "history",
  fleet: null,
  fleets: Array.from({ length: 30 }, (_, at) => `${LONG_NAME.slice(0, 28)}${String(at).padStart(2, "0")}`),
  entries: ENTRIES,
  most: 500,
};

export const LARGE_BRAKES: BrakesModel = {
  page: "brakes",
  freezes: [
    { id: "1", fleet: null, reason: LONG_REASON, by: LONG_WORD, since: NOW, until: null, offers: OFFERS },
    {
      id: "2",
      fleet: LONG_NAME,
      reason: LONG_REASON,
      by: LONG_WORD,
      since: NOW,
      until: NOW + MINUTE,
      offers: OFFERS,
    },
  ],
  approvals: [
    {
      id: "3",
      fleet: LONG_NAME,
      what: LONG_REASON,
      until: NOW + MINUTE,
      onDeadline: "reject",
      offers: OFFERS,
    },
  ],
  quarantine: [
    {
      id: "4",
      image: "ami-0123456789abcdef0",
      reach: LONG_NAME,
      reason: LONG_REASON,
      at: NOW,
      fleet: LONG_NAME,
      offers: OFFERS,
    },
  ],
  storms: [
    {
      id: LONG_WORD,
      number: 1,
      words: `${LONG_WORD} is ${LONG_WORD}`,
      fleets: 400,
      since: NOW,
      offers: OFFERS,
    },
  ],
  waits: [{ id: LONG_NAME, by: "window", reason: LONG_REASON, until: null }],
  offers: OFFERS,
};

const DAY = 86_400_000;
export const LARGE_CALENDAR: CalendarModel = {
  page: "calendar",
  zone: "America/Argentina/ComodRivadavia",
  days: Array.from({ length: 14 }, (_, at) => ({
    id: new Date(NOW + at * DAY).toISOString().slice(0, 10),
    from: NOW + at * DAY,
    to: NOW + (at + 1) * DAY,
    runs: at,
    closed: at % 7,
  })),
  fleets: Array.from({ length: 20 }, (_, at) => ({
    id: `${LONG_NAME.slice(0, 28)}${String(at).padStart(2, "0")}`,
    now: LONG_REASON,
    runs: [
      {
        id: "1",
        at: NOW + at * 3_600_000,
        what: LONG_REASON,
        servers: 500,
        seconds: 90_000,
        dollars: 12_345.67,
      },
    ],
    open: [{ from: NOW, to: NOW + 3 * DAY }],
    held: LONG_REASON,
  })),
  dollars: 1_234_567.89,
  prices: LONG_REASON,
  fault: LONG_REASON,
};
