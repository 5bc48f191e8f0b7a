import type { FleetDeclaration } from "../../src/domain/declaration/fleet.ts";

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
/** How long before the plan what is early is published. */
export const EARLY_MS = 30 * MINUTE_MS;

type Declared = Partial<FleetDeclaration>;

/** What is different about a fleet. */
export interface Kind {
  /** By when the plan is made, milliseconds since 1970. */
  readonly declared: Declared | ((planAt: number) => Declared);
  /** A new image is on its channel: when the plan is made, or half an hour before. */
  readonly isNew?: "now" | "early";
  /** Its servers take so long to boot, seconds. */
  readonly bootSeconds?: number;
  /** Hours from then on for which it is frozen. */
  readonly frozenHours?: number;
  /** A person says yes so many hours after the plan was made; 0: right before it. */
  readonly yesHours?: number;
}

/** Of a dated window: hours after the plan. */
const dated = (planAt: number, from: number, to: number): string =>
  [from, to].map((hours) => new Date(planAt + hours * HOUR_MS).toISOString().slice(0, 16)).join("/");
const early = EARLY_MS / HOUR_MS;

/** One after the other: ages with and without jitter, windows that wait for images and ages, budgets, freezes, hardMax, approvals. */
export const KINDS: readonly Kind[] = [
  { declared: { age: { max: "5d", jitter: "0%" } } },
  {
    declared: { age: { max: "4d", jitter: "0%" }, windows: { allow: ["Tue,Thu 09:00-16:00 Europe/Berlin"] } },
  },
  { declared: { windows: { allow: ["Wed 20:00-23:00 America/New_York"] } }, isNew: "now" },
  {
    declared: { age: { max: "80h", jitter: "0%" }, windows: { deny: ["Mon-Fri 06:00-22:00 Asia/Tokyo"] } },
  },
  { declared: { age: { max: "6d", jitter: "0%" } }, isNew: "now", frozenHours: 60 },
  {
    declared: {
      age: { max: "90h", jitter: "0%", hardMax: "5d" },
      windows: { allow: ["Sun 02:00-05:00 UTC"] },
      budget: { perDay: 1 },
    },
  },
  { declared: { age: { max: "7d", jitter: "20%" } } },
  { declared: { windows: { deny: ["2026-11-01/2027-02-01 UTC"] } }, isNew: "now" },
  // Before launch nobody answers: it goes on, or is refused, and then ages are of what runs.
  { declared: { approval: { before: "launch", deadline: "2d", onDeadline: "proceed" } }, isNew: "now" },
  {
    declared: {
      age: { max: "5d", jitter: "0%" },
      approval: { before: "launch", deadline: "1d", onDeadline: "reject" },
    },
    isNew: "now",
  },
  // A person has answered, and a window is waited for; one answers while it is waited for.
  {
    declared: {
      approval: { before: "launch", deadline: "7d" },
      windows: { allow: ["Wed 09:00-15:00 UTC"] },
    },
    isNew: "now",
    yesHours: 0,
  },
  { declared: { approval: { before: "launch", deadline: "6d" } }, isNew: "now", yesHours: 30 },
  // Before shift nobody answers: each run lasts longer than its servers may live, or goes back.
  {
    declared: {
      age: { max: "3d", jitter: "0%" },
      approval: { before: "shift", deadline: "4d", onDeadline: "proceed" },
    },
  },
  {
    declared: {
      age: { max: "6d", jitter: "0%" },
      approval: { before: "shift", deadline: "1d", onDeadline: "reject" },
    },
  },
  // Under way when the plan is made, green waiting for a window, and for a person.
  {
    declared: (planAt) => ({
      age: { max: "1d", jitter: "0%" },
      bake: "5h",
      windows: {
        allow: [dated(planAt, -1000, 1 / 60 - early), dated(planAt, 50, 60)],
        gates: "shift",
        fits: false,
      },
    }),
    isNew: "early",
    bootSeconds: 200,
  },
  {
    declared: {
      age: { max: "1d", jitter: "0%" },
      approval: { before: "shift", deadline: "2d", onDeadline: "proceed" },
    },
    isNew: "early",
  },
  // Each begins in a window that is closed when its green is ready, as the last run shows.
  {
    declared: (planAt) => ({
      age: { max: "30h", jitter: "0%" },
      windows: {
        allow: [dated(planAt, -1000, 0), "Wed 09:00-09:05 UTC", "Thu 15:00-19:00 UTC"],
        gates: "shift",
        fits: false,
      },
    }),
    isNew: "early",
    bootSeconds: 600,
  },
];

/** All are due before the same windows open, and share the account's slots. */
export const SLOT_KINDS: readonly Kind[] = [
  {
    declared: {
      age: { max: "36h", jitter: "0%" },
      bake: "45m",
      windows: { allow: ["Mon,Wed,Fri 09:00-21:00 UTC"] },
    },
  },
];
