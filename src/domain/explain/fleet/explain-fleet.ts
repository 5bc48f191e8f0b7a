import { decide } from "../../decide/decide.ts";
import { urgentWaits, urgentWaitWords } from "../../findings/urgent-waits.ts";
import type { AttentionKind } from "../../outbox/attention-kinds.ts";
import type { RunRecord } from "../../run/run-record.ts";
import { type Explanation, LONGEST_SENTENCE } from "../explanation.ts";
import { fleetActions, withRunActions } from "./fleet-actions.ts";
import type { AttentionFacts, FleetSubject } from "./fleet-subject.ts";
import { frozenWords } from "./frozen-words.ts";
import { restSaid } from "./rest-words.ts";
import { explanationOf, type Said } from "../said.ts";
import { shortened } from "../words.ts";

type FleetSaid = Omit<Said, "actions" | "also">;

/** What there is to say of a fleet: the most urgent first, and what else stands beside it. */
export function explainFleet(
  subject: FleetSubject,
  now: number,
  explainRun: (run: RunRecord, now: number) => Explanation,
): Explanation {
  const { state, run, attention } = subject;
  const running = run === null ? null : explainRun(run, now);
  const urgent = attention.find(({ kind }) => PERSONS.has(kind));
  const actions = fleetActions(subject, now);
  const special = unreadableSaid(subject) ?? personSaid(subject, urgent, now) ?? frozenSaid(subject, now);
  if (special === null && running !== null)
    return {
      ...running,
      also: [...urgentOf(subject, running, now), ...alsoOf(subject, null)],
      actions: withRunActions(actions, running.actions),
    };
  const decision = state === null ? null : decide(state, now);
  const said = special ?? restSaid(subject, decision, now);
  const beside = running === null ? [] : [running.sentence];
  const own = said.waitsFor === "person" ? (urgent?.reason ?? null) : (said.detail ?? null);
  return explanationOf({ ...said, also: [...beside, ...alsoOf(subject, own)], actions });
}

/** What of this kind stands goes on by nobody but a person, or nobody serves. */
const PERSONS: ReadonlySet<AttentionKind> = new Set([
  "needs-person",
  "nobody-serves",
  "rollback-stands",
  "newer-record",
  "unreadable-record",
]);

/** `own`: what the sentence itself is about. */
const alsoOf = ({ attention }: FleetSubject, own: string | null): readonly string[] =>
  attention.filter(({ reason }) => reason !== own).map(({ reason }) => shortened(reason, LONGEST_SENTENCE));

/** What is due of single servers at once, and waits for the run that is open; what an event tells of is said in its words. */
function urgentOf(
  { state, run, findings = state?.findings ?? [], attention }: FleetSubject,
  { endsAt }: Explanation,
  now: number,
): readonly string[] {
  if (run === null) return [];
  return urgentWaits(findings, run, now)
    .filter(
      ({ server }) =>
        !attention.some(({ kind, reason }) => kind === "urgent-waits" && reason.startsWith(server)),
    )
    .map((wait) => shortened(urgentWaitWords(wait, run, endsAt), LONGEST_SENTENCE));
}

function unreadableSaid({ unreadable, fleet }: FleetSubject): FleetSaid | null {
  if (unreadable === null) return null;
  return {
    state: "unknown",
    waitsFor: "record",
    does: "nothing of it is changed, since a record of it cannot be read",
    why: unreadable,
    ends: `moult doctor, or moult history ${fleet}, shows more`,
    otherwise: "servers stay as they are",
  };
}

/** What the ledger itself says of a rollout that needs a person is said in its own words. */
function personSaid(
  subject: FleetSubject,
  urgent: AttentionFacts | undefined,
  now: number,
): FleetSaid | null {
  const { state, fleet } = subject;
  const unsettled = state?.needsPerson ?? null;
  if (unsettled !== null && subject.freeze === null) {
    const { reason, since } = unsettled;
    return {
      state: "needs-person",
      waitsFor: "person",
      does: "can go neither on nor back",
      why: reason,
      ends: `moult settle ${fleet} --keep <blue or green> --reason <text> decides`,
      since,
      detail: urgent?.reason ?? reason,
      otherwise: "both generations are kept, and nothing is changed",
    };
  }
  if (urgent === undefined) return null;
  return {
    state: "needs-person",
    waitsFor: "person",
    does: URGENT[urgent.kind] ?? "needs a person",
    why: urgent.reason,
    ends: urgent.commands[0] === undefined ? "a person decides" : `next: ${urgent.commands[0]}`,
    since: urgent.since ?? now,
    detail: urgent.reason,
  };
}

const URGENT: Readonly<Partial<Record<AttentionKind, string>>> = {
  "nobody-serves": "nobody serves",
  "rollback-stands": "its rollback stands still",
  "newer-record": "is frozen until newer code is deployed",
  "unreadable-record": "is frozen until a person has seen to a record",
};

const frozenSaid = ({ freeze, fleet, run }: FleetSubject, now: number): FleetSaid | null =>
  freeze && frozenWords({ fleet, freeze, run }, now);
