import type { Generation } from "../../../src/domain/generation.ts";
import type { Explanation } from "../../../src/domain/explain/explanation.ts";
import { type Phase, phases, type RolloutRecord } from "../../../src/domain/run/rollout.ts";
import type { Entry } from "../../../src/ledger/entries.ts";

const NOON = Date.UTC(2026, 10, 21, 12);

export const generation = (special: Partial<Generation>): Generation => ({
  fleet: "web",
  number: 6,
  group: "web-g0006",
  template: { id: "lt-0abc", version: 6, baseVersion: 1, ownedByMoult: true },
  image: "ami-0aaa",
  targetGroup: null,
  trafficPlace: null,
  state: "live",
  reason: "image",
  createdAt: NOON - 86_400_000,
  healthySeconds: 90,
  expectations: null,
  ...special,
});

export const rollout = (special: Partial<RolloutRecord>): RolloutRecord => ({
  kind: "rollout",
  fleet: "web",
  id: "web-1",
  execution: "web-1",
  phase: "ValidateGreen",
  cause: {
    reason: "image",
    by: "ada@laptop",
    at: NOON,
    serves: ["channel /images/web names ami-0bbb, generation 6 runs ami-0aaa"],
    evidence: {},
  },
  declaration: {
    fleet: "web",
    template: "lt-0abc",
    image: { channel: "/images/web" },
    traffic: { strategy: "none" },
  },
  startedAt: NOON,
  phaseStartedAt: NOON + 60_000,
  deadlineAt: NOON + 4 * 3_600_000,
  endedAt: null,
  imageFrom: "ami-0aaa",
  imageTo: "ami-0bbb",
  blue: 6,
  green: 7,
  templateVersion: 1,
  size: 6,
  traffic: { step: 0, setPercent: 0, setAt: null, observedPercent: null, agreeingReads: 0 },
  gates: [],
  commands: {},
  holds: [],
  followed: null,
  notFollowed: [],
  schedule: null,
  waiting: null,
  leg: { number: 1, polls: 0 },
  needsPerson: null,
  settlement: null,
  pause: null,
  promotion: null,
  reversals: [],
  abort: null,
  failure: null,
  milestones: {},
  timers: {},
  removals: {},
  spent: null,
  outcome: null,
  outcomeReason: null,
  ...special,
});

export const entry = (special: Partial<Entry>): Entry => ({
  at: NOON,
  fleet: "web",
  rollout: "web-1",
  phase: "Admit",
  kind: "decision",
  action: "admit",
  reason: "6 servers become generation 7",
  actor: "web-1",
  ...special,
});

/** Where a rollout stands on its way, as the view shows it: `✓✓▸··  ObserveGreen, 3 of 5`. */
export function placeOf(phase: Exclude<Phase, "AwaitApproval" | "RollBack">): string {
  const way = phases.filter((each) => each !== "RollBack" && each !== "AwaitApproval");
  const at = way.indexOf(phase);
  return `${"✓".repeat(at)}▸${"·".repeat(way.length - at - 1)}  ${phase}, ${at + 1} of ${way.length}`;
}

/** What is said of a fleet that is as it is declared. */
export const STEADY: Explanation = {
  tone: "ok",
  state: "steady",
  waitsFor: null,
  sentence: "runs ami-0aaa on generation 6; nothing is due until something changes",
  gist: "runs ami-0aaa on generation 6; nothing is due until something changes",
  since: null,
  endsAt: null,
  nextPollAt: null,
  otherwise: null,
  detail: null,
  also: [],
  actions: [],
};
