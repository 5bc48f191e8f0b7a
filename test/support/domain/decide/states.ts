import { NO_ATTEMPTS } from "../../../../src/domain/decide/attempts.ts";
import type { Finding } from "../../../../src/domain/findings/finding.ts";
import type { FleetState, LiveGeneration, OpenRun } from "../../../../src/domain/decide/fleet-state.ts";
import type { Ask } from "../../../../src/domain/run/start-input.ts";
import { type Named, NOTHING_WANTED, type Pin, type Wanted } from "../../../../src/domain/decide/wanted.ts";

export const NOW = Date.UTC(2026, 10, 29, 12);
export const MINUTE = 60_000;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;

/** Since when all that is wanted is wanted. */
export const SET = NOW - HOUR;

/** What runs, what is newer, and what is newer still. */
export const OLD = "ami-00000000000000001";
export const NEW = "ami-00000000000000002";
export const NEWEST = "ami-00000000000000003";

export const CHANNEL = "channel /images/web";
export const TEMPLATE = "lt-0abc1234def567890";

export const named = (image: string, special: Partial<Named> = {}): Named => ({
  image,
  madeAt: null,
  source: CHANNEL,
  by: "the sweep read it",
  evidence: {},
  at: SET,
  ...special,
});

export const pinned = (image: string, special: Partial<Pin> = {}): Pin => ({
  image,
  by: "ada",
  reason: "kernel fix",
  at: SET,
  until: null,
  insteadOf: OLD,
  ...special,
});

/** All servers launched before `instant` are to be replaced. */
export const launchedBefore = (instant: number): NonNullable<Wanted["launchedBefore"]> => ({
  instant,
  by: "ada",
  reason: "new certificates",
  at: SET,
});

/** A person who only wants the fleet to be looked at. */
export const ONLY_LOOKS: Ask = { image: null, until: null, launchedBefore: null, by: null, reason: null };

/** A server is older than it may be. */
export const tooOld = (special: Partial<Finding> = {}): Finding => ({
  server: "i-1",
  generation: 4,
  kind: "age",
  field: "launch-time",
  expected: "at most 30 days",
  observed: "31 days",
  since: NOW - DAY,
  dueAt: NOW - HOUR,
  mode: "replace",
  absentIn: 0,
  isPublished: false,
  evidence: {},
  ...special,
});

export const live = (special: Partial<LiveGeneration> = {}): LiveGeneration => ({
  number: 4,
  image: OLD,
  templateVersion: 7,
  template: TEMPLATE,
  launchedFrom: NOW - 30 * DAY,
  ...special,
});

export const run = (special: Partial<OpenRun> = {}): OpenRun => ({
  id: "web-1",
  phase: "Bake",
  target: { image: NEW, templateVersion: 7 },
  deadlineAt: NOW + 2 * HOUR,
  hasMovedTraffic: false,
  mayReturn: true,
  isEnding: false,
  ...special,
});

/** A rollout to the new image that could go neither on nor back. */
export const unsettled: NonNullable<FleetState["needsPerson"]> = {
  run: "web-1",
  target: { image: NEW, templateVersion: 7 },
  reason: "blue is ill",
  since: NOW - HOUR,
};

/** Of an image that failed so many times in a row for a cause that passes. */
export const failed = (image: string, nextAt: number | null): FleetState["attempts"] => ({
  number: 3,
  last: [
    { image, run: "web-1", failures: 2, nextAt, reason: "no server could be launched", at: NOW - MINUTE },
  ],
});

export const NO_BRAKES: FleetState["brakes"] = {
  windows: null,
  calendar: null,
  slots: null,
  length: { ms: 0, by: "declaration" },
  budget: null,
  begun: [],
  hardAgeAt: null,
};

/** A fleet that runs what its channel names, with what is different about it. */
export function stateOf({
  wanted = {},
  ...special
}: Partial<Omit<FleetState, "wanted">> & { readonly wanted?: Partial<Wanted> } = {}): FleetState {
  return {
    fleet: "web",
    source: CHANNEL,
    template: TEMPLATE,
    hasInitialSize: false,
    findings: [],
    ageDueAt: null,
    needsPerson: null,
    except: [],
    attempts: NO_ATTEMPTS,
    quarantined: new Map(),
    live: live(),
    open: null,
    brakes: NO_BRAKES,
    approvals: { settings: null, asks: [] },
    freeze: null,
    wanted: {
      ...NOTHING_WANTED,
      named: named(OLD),
      template: { id: TEMPLATE, version: 7, at: SET },
      ...wanted,
    },
    ...special,
  };
}
