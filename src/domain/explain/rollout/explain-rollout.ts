import { needsYes, shiftSubject } from "../../approval/shift-subject.ts";
import { unfreezeCommand } from "../../outbox/proposed-commands.ts";
import { deadlineNow } from "../../run/deadline-now.ts";
import { frozenScope } from "../../steering/frozen-wait.ts";
import type { RolloutRecord } from "../../run/rollout.ts";
import { pauseNow } from "../../steering/pause.ts";
import { answerActions, historyAction, settleActions, steeringActions } from "../actions.ts";
import { endedRollout } from "./ended-rollout.ts";
import type { ExplainedAction, Explanation } from "../explanation.ts";
import { phaseSaid } from "./phase-words.ts";
import { onFailureWords, type RolloutFacts, rolloutFacts, trafficWords } from "./rollout-facts.ts";
import { explanationOf, type PhaseSaid } from "../said.ts";
import { instantWords } from "../words.ts";

/** What there is to say of a rollout, open or ended. */
export function explainRollout(run: RolloutRecord, now: number): Explanation {
  if (run.endedAt !== null) return endedRollout(run, now);
  const facts = rolloutFacts(run, now);
  const special = SPECIAL.map((each) => each(facts)).find((each) => each !== null);
  const said = special ?? phaseSaid(facts);
  const { waiting, phaseStartedAt } = run;
  return explanationOf({
    since: phaseStartedAt,
    nextPollAt: waiting?.until ?? null,
    otherwise: run.failure === null ? onFailureWords(facts) : undoneWords(facts),
    actions: actionsOf(run, now),
    ...said,
  });
}

function actionsOf(run: RolloutRecord, now: number): readonly ExplainedAction[] {
  const { fleet, phase, id, needsPerson } = run;
  const mayBeAsked = phase === "AwaitApproval" && run.failure === null && run.abort === null;
  const settling = needsPerson === null ? "the rollout needs no person" : null;
  return [
    ...answerActions(
      fleet,
      mayBeAsked && run.declaration !== null && needsYes(run) ? shiftSubject(run) : null,
    ),
    ...steeringActions(fleet, run, now),
    ...settleActions(fleet, settling),
    historyAction(fleet, id),
  ];
}

const undoneWords = ({ run, blueWords }: RolloutFacts): string =>
  run.milestones.undoing === undefined
    ? `${blueWords} takes the traffic, then green goes`
    : "what cannot be undone in time is left to a person, with both generations kept";

type SpecialSaid = PhaseSaid & { readonly since?: number | null; readonly otherwise?: string | null };
/** What holds whatever the phase is, the most urgent first. */
type Special = (facts: RolloutFacts) => SpecialSaid | null;

const needsPerson: Special = ({ run }) =>
  run.needsPerson === null
    ? null
    : {
        state: "needs-person",
        waitsFor: "person",
        does: "can go neither on nor back",
        why: run.needsPerson.reason,
        ends: `moult settle ${run.fleet} --keep <blue or green> --reason <text> decides`,
        endsAt: null,
        since: run.needsPerson.at,
        otherwise: "both generations are kept, and nothing is changed",
      };

/** Nobody has polled it for longer than any poll takes: whatever carried it is gone. */
const ABANDONED_MS = 600_000;
const abandoned: Special = ({ run: { waiting, phase, execution }, now }) => {
  if (waiting === null || now - waiting.until <= ABANDONED_MS) return null;
  return {
    state: "attention",
    waitsFor: "carrier",
    does: `was to go on in ${phase} at ${instantWords(waiting.until, now)} and has not`,
    why: `execution ${execution} carries it: ${waiting.reason}`,
    ends: "the next sweep takes it up",
    endsAt: null,
    since: waiting.until,
  };
};

const frozen: Special = (facts) => {
  const { waiting, phase } = facts.run;
  const scope = frozenScope(waiting);
  if (waiting === null || scope === null) return null;
  return {
    state: "frozen",
    waitsFor: "freeze",
    does: `stands in ${phase}, ${trafficWords(facts)}`,
    why: waiting.reason,
    ends: `${unfreezeCommand(facts.run.fleet, scope)} ends it`,
    endsAt: null,
    since: waiting.since,
    otherwise: "nothing is judged and nothing is changed meanwhile, and no deadline runs",
  };
};

const aborted: Special = (facts) => {
  const { abort, failure } = facts.run;
  if (abort === null || failure !== null || facts.isReleased) return null;
  return {
    state: "rolling-back",
    waitsFor: "abort",
    does: `${abort.requestedBy} asked for its end`,
    why: abort.reason,
    ends: `at the next look it goes back to ${facts.blueWords}`,
    endsAt: facts.run.waiting?.until ?? null,
    since: abort.requestedAt,
    otherwise: `${facts.run.imageTo} is begun again only by moult rollout retry ${facts.run.fleet}`,
  };
};

const failed: Special = (facts) => {
  const { failure, phase } = facts.run;
  if (failure === null || phase === "RollBack" || phase === "CloseRollout" || facts.isReleased) return null;
  return {
    state: "rolling-back",
    waitsFor: "rollback",
    does: `failed in ${failure.phase}`,
    why: failure.reason,
    ends: `it goes back to ${facts.blueWords} now`,
    endsAt: null,
  };
};

const paused: Special = (facts) => {
  const { run, now } = facts;
  const held = pauseNow(run, now);
  if (held === null || facts.isReleased) return null;
  const base = phaseSaid(facts);
  return {
    state: "waits",
    waitsFor: "pause",
    does: `paused by ${held.by} in ${run.phase}, ${trafficWords(facts)}`,
    why: held.reason,
    ends: `it goes on at ${instantWords(held.until, now)}; moult rollout resume ${run.fleet} lets it go on now`,
    endsAt: held.until,
    since: held.at,
    otherwise:
      base.state === "waits"
        ? (base.why ?? null)
        : "green is watched meanwhile, and goes back if it is not good",
  };
};

const stands: Special = ({ run, isReleased }) => {
  const since = run.timers.stands;
  if (since === undefined || run.failure !== null || isReleased) return null;
  return {
    state: "waits",
    waitsFor: "blue",
    does: "stands: blue fails the same as green, so that nobody is blamed",
    why: run.waiting?.reason ?? null,
    ends: "it goes on when blue is well",
    endsAt: null,
    since,
  };
};

/** Whoever polls next undoes it; while nothing is released a deadline is the end. */
const late: Special = ({ run, now, isReleased }) => {
  const deadline = deadlineNow(run, now);
  if (now <= deadline || isReleased || run.failure !== null) return null;
  return {
    state: "attention",
    waitsFor: "deadline",
    does: `is past its deadline of ${instantWords(deadline, now)}, in ${run.phase}`,
    why: run.waiting?.reason ?? null,
    ends: "it goes back at the next look",
    endsAt: null,
    since: deadline,
  };
};

const SPECIAL: readonly Special[] = [needsPerson, abandoned, frozen, aborted, failed, paused, stands, late];
