import type { Decision } from "../../decide/decide.ts";
import type { FleetState } from "../../decide/fleet-state.ts";
import { dueWords } from "./due-words.ts";
import type { FleetSubject } from "./fleet-subject.ts";
import { holdSaid } from "./hold-words.ts";
import type { Said } from "../said.ts";
import { instantWords } from "../words.ts";

type FleetSaid = Omit<Said, "actions" | "also">;

const SOON_MS = 86_400_000;

const UNDECLARED: FleetSaid = {
  state: "attention",
  waitsFor: "declaration",
  does: "nobody declares it",
  ends: "moult fleet apply <file> declares it",
  otherwise: "moult changes nothing of it",
};

/** What there is to say of a fleet beside which no run is open, and that is not frozen. */
export function restSaid(subject: FleetSubject, decision: Decision | null, now: number): FleetSaid {
  const { state, fleet } = subject;
  if (state === null || decision === null) return UNDECLARED;
  if (decision.act === "start") return attentionSaid(subject) ?? beginsSaid(state, now);
  const { because, nextAt, reason } = decision;
  if (because === "nothing-due") return attentionSaid(subject) ?? steadySaid(state, nextAt, now);
  if (because === "unnamed") return unnamedSaid(fleet, state.source);
  // Said by who asks for both: a freeze, and a run that is open.
  if (because === "frozen" || because === "running")
    return {
      state: "waits",
      waitsFor: because,
      does: reason,
      ends: "it is decided about again then",
      endsAt: nextAt,
    };
  if (because === "left-out")
    return {
      state: "waits",
      waitsFor: because,
      does: "what is due is left alone",
      why: reason,
      ends: "it is looked at again then",
      endsAt: nextAt,
      otherwise: "the servers stay as they are",
    };
  return {
    waitsFor: because === "needs-person" ? "person" : because,
    endsAt: nextAt,
    detail: reason,
    ...holdSaid(because, { state, decision, now }),
  };
}

/** What a person should see to, of a fleet that is as it is declared otherwise. */
function attentionSaid({ attention: [oldest, ...more] }: FleetSubject): FleetSaid | null {
  if (oldest === undefined) return null;
  const [command] = oldest.commands;
  return {
    state: "attention",
    waitsFor: "attention",
    does:
      more.length === 0 ? "a person should see to it" : `a person should see to ${more.length + 1} things`,
    why: oldest.reason,
    ends: command === undefined ? "a person ends it" : `next: ${command}`,
    since: oldest.since,
    detail: oldest.reason,
    otherwise: "the fleet's changes go on",
  };
}

const unnamedSaid = (fleet: string, source: string): FleetSaid => ({
  state: "waits",
  waitsFor: "image",
  does: "no image is known",
  why: `${source} has not been read, or names none`,
  ends: `the next sweep reads it; moult rollout start ${fleet} --image <ami> goes without`,
  otherwise: "servers stay as they are",
});

const beginsSaid = (state: FleetState, now: number): FleetSaid => ({
  state: "due",
  waitsFor: null,
  does: dueWords(state, now),
  ends: "a rollout begins at the next look",
  detail: null,
});

function steadySaid(state: FleetState, nextAt: number | null, now: number): FleetSaid {
  const { live } = state;
  const runs = live === null ? "runs nothing" : `runs ${live.image} on generation ${live.number}`;
  const next =
    nextAt === null
      ? "nothing is due until something changes"
      : `${nextWords(state, nextAt)} ${instantWords(nextAt, now)}`;
  const isSoon = nextAt !== null && nextAt - now < SOON_MS;
  return {
    state: isSoon ? "due" : "steady",
    waitsFor: null,
    does: runs,
    ends: next,
    since: live?.launchedFrom ?? null,
    endsAt: nextAt,
  };
}

/** What is due at that instant, as the decision knows it. */
function nextWords({ ageDueAt, brakes, findings, wanted }: FleetState, at: number): string {
  if (at === ageDueAt || at === brakes.hardAgeAt) return "a server is due for its age at";
  if (findings.some(({ dueAt }) => dueAt === at)) return "what was found on its servers is due at";
  return wanted.pin?.until === at ? `${wanted.pin.by}'s pin ends at` : "it is decided about again at";
}
