import { unfreezeCommand } from "../../outbox/proposed-commands.ts";
import { deadlineNow } from "../../run/deadline-now.ts";
import { type RecycleRecord, serversOf } from "../../run/recycle.ts";
import { frozenScope } from "../../steering/frozen-wait.ts";
import { pauseNow } from "../../steering/pause.ts";
import { historyAction } from "../actions.ts";
import type { Explanation } from "../explanation.ts";
import { explanationOf } from "../said.ts";
import { instantWords } from "../words.ts";
import { endedRecycle } from "./ended-recycle.ts";

/** What there is to say of servers that are replaced in place, batch by batch. */
export function explainRecycle(run: RecycleRecord, now: number): Explanation {
  const { endedAt } = run;
  if (endedAt !== null) return endedRecycle(run, endedAt, now);
  return frozenRecycle(run) ?? openRecycle(run, now);
}

function openRecycle(run: RecycleRecord, now: number): Explanation {
  const { fleet, id, phase, generation, waiting, failure } = run;
  const { length: many } = serversOf(run);
  const endsAt = deadlineNow(run, now);
  const held = failure === null ? pauseNow(run, now) : null;
  return explanationOf({
    state: failure !== null ? "rolling-back" : held === null ? "moving" : "waits",
    does: `${PHASES[phase]} ${many} ${many === 1 ? "server" : "servers"} of generation ${generation}`,
    why:
      failure?.reason ?? (held === null ? waiting?.reason : `paused by ${held.by}: ${held.reason}`) ?? null,
    ends:
      held === null
        ? `it has to be over by ${instantWords(endsAt, now)}`
        : `it goes on at ${instantWords(held.until, now)}, or by moult rollout resume ${fleet}`,
    endsAt: held === null ? endsAt : held.until,
    nextPollAt: waiting?.until ?? null,
    since: run.phaseStartedAt,
    otherwise: "servers that are not replaced go back into traffic",
    actions: [historyAction(fleet, id)],
  });
}

/** A freeze holds it whatever it does, and its deadline does not run meanwhile. Null: none does. */
function frozenRecycle({ fleet, id, phase, waiting }: RecycleRecord): Explanation | null {
  const scope = frozenScope(waiting);
  if (scope === null) return null;
  return explanationOf({
    state: "frozen",
    waitsFor: "freeze",
    does: `stands in ${phase}`,
    why: waiting?.reason ?? null,
    ends: `${unfreezeCommand(fleet, scope)} ends it`,
    endsAt: null,
    nextPollAt: waiting?.until ?? null,
    since: waiting?.since ?? null,
    otherwise: "nothing is judged and nothing is changed meanwhile, and no deadline runs",
    actions: [historyAction(fleet, id)],
  });
}

const PHASES: Readonly<Record<RecycleRecord["phase"], string>> = {
  AdmitRecycle: "admits the replacement of",
  LaunchSubstitutes: "launches substitutes for",
  ValidateSubstitutes: "proves substitutes good for",
  Isolate: "takes out of traffic",
  HandOff: "hands off the data of",
  EndServers: "ends",
  RestoreServers: "puts back into traffic",
  CloseRecycle: "writes down the end of",
};
