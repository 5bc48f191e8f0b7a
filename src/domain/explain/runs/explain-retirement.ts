import { unfreezeCommand } from "../../outbox/proposed-commands.ts";
import { deadlineNow } from "../../run/deadline-now.ts";
import { frozenScope } from "../../steering/frozen-wait.ts";
import type { RetirementRecord } from "../../run/retirement.ts";
import { historyAction } from "../actions.ts";
import type { Explanation } from "../explanation.ts";
import { explanationOf } from "../said.ts";
import { instantWords } from "../words.ts";

/** What there is to say of a released generation on its way out. */
export function explainRetirement(run: RetirementRecord, now: number): Explanation {
  const { fleet, id, generation, waiting, startedAt, endedAt, outcome, outcomeReason } = run;
  const actions = [historyAction(fleet, id)];
  if (endedAt !== null && outcome === "retained")
    return explanationOf({
      state: "attention",
      waitsFor: "person",
      does: `generation ${generation} is kept, out of traffic, for a person`,
      why: outcomeReason,
      ends: "it runs, and costs, until somebody takes it down",
      since: endedAt,
      actions,
    });
  if (endedAt !== null)
    return explanationOf({
      state: "done",
      does: `generation ${generation} is gone`,
      why: outcomeReason === `generation ${generation} is gone` ? null : outcomeReason,
      ends: `since ${instantWords(endedAt, now)}`,
      since: endedAt,
      actions,
    });
  const endsAt = deadlineNow(run, now);
  const freeze = frozenScope(waiting);
  return explanationOf({
    state: freeze === null ? "moving" : "frozen",
    waitsFor: freeze === null ? null : "freeze",
    does: `generation ${generation} is taken down, out of traffic`,
    why: waiting?.reason ?? null,
    ends:
      freeze === null
        ? `what is left at ${instantWords(endsAt, now)} is kept for a person`
        : `${unfreezeCommand(fleet, freeze)} ends it`,
    endsAt: freeze === null ? endsAt : null,
    nextPollAt: waiting?.until ?? null,
    since: startedAt,
    otherwise: "the fleet's next change does not wait for it",
    actions,
  });
}
