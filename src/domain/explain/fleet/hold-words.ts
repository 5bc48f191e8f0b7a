import { approvalStanding } from "../../approval/approval-ask.ts";
import type { Leave } from "../../decide/decide.ts";
import { type DueTarget, dueTargets } from "../../decide/due-targets.ts";
import type { FleetState } from "../../decide/fleet-state.ts";
import type { Hold } from "../../decide/hold.ts";
import { dueWords } from "./due-words.ts";
import type { Said } from "../said.ts";
import { instantWords } from "../words.ts";

/** What holds what is due, and what it is. */
interface HoldFacts {
  readonly state: FleetState;
  readonly decision: Leave;
  readonly now: number;
}

type HoldSaid = Pick<Said, "state" | "does" | "why" | "ends"> & Partial<Pick<Said, "since" | "otherwise">>;

/** What is told of a fleet for which something is due and held: every kind of hold has to be here. */
export const holdSaid = (by: Hold["by"], facts: HoldFacts): HoldSaid => HOLDS[by](facts);

/** The instant at which it may begin, and what happens then; `never`: nothing but a change ends it. */
const at = ({ decision: { nextAt }, now }: HoldFacts, words: string, never: string): string =>
  nextAt === null ? never : `${words} ${instantWords(nextAt, now)}`;

const HOLDS: Readonly<Record<Hold["by"], (facts: HoldFacts) => HoldSaid>> = {
  "needs-person": ({ state: { fleet, needsPerson }, decision }) => ({
    state: "needs-person",
    does: "can go neither on nor back",
    why: needsPerson?.reason ?? decision.reason,
    ends: `moult settle ${fleet} --keep <blue or green> --reason <text> decides, or another image`,
    since: needsPerson?.since ?? null,
    otherwise: "both generations are kept, and nothing is changed",
  }),
  quarantine: (facts) => ({
    ...held(facts),
    why: `quarantined: ${quarantineReason(facts)}`,
    ends: "another image, or lifting the quarantine, ends it",
    otherwise: "servers stay as they are",
  }),
  except: (facts) => ({
    ...held(facts),
    why: `refused: ${refusedWords(facts)}`,
    ends: `moult rollout retry ${facts.state.fleet}, or another image, ends it`,
    otherwise: "servers stay as they are",
  }),
  "no-generation": () => ({
    state: "attention",
    does: "has no servers yet",
    why: null,
    ends: "moult fleet adopt takes a group over, or capacity.initial in its declaration makes one",
  }),
  "back-off": (facts) => ({
    ...held(facts),
    why: attemptWords(facts),
    ends: at(facts, "tried again at", "tried again by the next sweep"),
    otherwise: "moult rollout retry does not wait",
  }),
  approval: approvalWords,
  window: (facts) => ({
    ...held(facts),
    why: facts.decision.nextAt === null ? facts.decision.reason : "waits for its window",
    ends: at(facts, "it opens", "another window has to be declared"),
    otherwise: forced(facts),
  }),
  calendar: (facts) => ({
    ...held(facts),
    why: "its change calendar cannot be read, and counts as closed",
    ends: at(
      facts,
      "it may open at",
      "it opens when it can be read: moult fleet validate <file> --against-account says why",
    ),
    otherwise: forced(facts),
  }),
  budget: (facts) => ({
    ...held(facts),
    why: "waits for its budget, which is used up",
    ends: at(facts, "the next may begin at", "another budget has to be declared"),
    otherwise: forced(facts),
  }),
  slots: (facts) => ({
    ...held(facts),
    why: "waits for a slot of the account, all of which are taken",
    ends: "the end of another fleet's run frees one",
  }),
};

const forced = ({ state: { fleet } }: HoldFacts): string =>
  `moult rollout start ${fleet} --force does not wait for it`;

const firstDue = ({ state, now }: HoldFacts): DueTarget | undefined => dueTargets(state, now)[0];

const held = ({ state, now }: HoldFacts): Pick<HoldSaid, "state" | "does"> => ({
  state: "waits",
  does: dueWords(state, now),
});

function quarantineReason(facts: HoldFacts): string {
  const image = firstDue(facts)?.target.image ?? "";
  return facts.state.quarantined.get(image) ?? facts.decision.reason;
}

function refusedWords(facts: HoldFacts): string {
  const image = firstDue(facts)?.target.image;
  const found = facts.state.except.find((each) => each.image === image);
  if (found === undefined) return facts.decision.reason;
  return `${found.by} on ${new Date(found.since).toISOString().slice(0, 10)}, ${found.reason}`;
}

function attemptWords(facts: HoldFacts): string {
  const image = firstDue(facts)?.target.image;
  const found = facts.state.attempts.last.find((each) => each.image === image);
  if (found === undefined) return facts.decision.reason;
  return `failed ${found.failures === 1 ? "once" : `${found.failures} times in a row`}: ${found.reason}`;
}

function approvalWords(facts: HoldFacts): HoldSaid {
  const { state, decision, now } = facts;
  const ask = state.approvals.asks.find(
    (each) => each.kind !== "shift" && approvalStanding(each, now) === "waiting",
  );
  if (ask !== undefined)
    return {
      state: "approval",
      does: `${ask.what} waits for approval`,
      why: null,
      ends: `until ${instantWords(ask.until, now)}, then it is ${ask.onDeadline === "reject" ? "rejected" : "begun"}`,
      since: ask.askedAt,
      otherwise: "servers stay as they are",
    };
  if (decision.nextAt === null && !/asked for/.test(decision.reason))
    return { ...held(facts), why: decision.reason, ends: `moult rollout retry ${state.fleet} asks again` };
  return { ...held(facts), why: "needs approval", ends: "it is asked for by the next sweep" };
}
