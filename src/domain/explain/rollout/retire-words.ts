import type { PhaseSaid } from "../said.ts";
import type { RolloutFacts } from "./rollout-facts.ts";
import { instantWords } from "../words.ts";

/** What is said while blue drains, is kept warm, hands its data off, and goes. */
export function retireWords(facts: RolloutFacts): PhaseSaid {
  const { run, blueWords, isReleased } = facts;
  if (run.blue === null) return { ...said(facts, `generation ${run.green} serves`), ends: "then it ends" };
  if (isReleased)
    return {
      ...said(facts, `all traffic is on green; ${blueWords} is taken down`),
      ends: "its servers stop in their own time",
    };
  return warm(facts) ?? handoff(facts) ?? drain(facts) ?? stays(facts);
}

type Retiring = (facts: RolloutFacts) => PhaseSaid | null;

const warm: Retiring = (facts) => {
  const { run, fleet, now, blueWords } = facts;
  const since = run.milestones.warm;
  const endsAt = since === undefined || fleet === null ? 0 : since + fleet.retire.warm * 1000;
  if (now >= endsAt || run.promotion !== null) return null;
  const ends = `until ${instantWords(endsAt, now)} going back takes one call; then it goes`;
  return { ...said(facts, `all traffic is on green; ${blueWords} is kept warm`), endsAt, ends };
};

const handoff: Retiring = (facts) => {
  const { run, fleet, now, blueWords } = facts;
  const asked = run.commands["handoff"];
  if (asked === undefined || run.milestones.handoff !== undefined) return null;
  const endsAt = asked.sentAt + (fleet?.retire.handoff?.timeout ?? 0) * 1000;
  const ends = `without proof by ${instantWords(endsAt, now)} it is kept out of traffic for a person`;
  return { ...said(facts, `${blueWords} hands its data off`), endsAt, ends };
};

const drain: Retiring = (facts) => {
  const { run, fleet, now, blueWords } = facts;
  if (run.milestones.drained !== undefined || fleet === null) return null;
  const endsAt = run.phaseStartedAt + fleet.retire.drain * 1000;
  const ends = `open connections have until ${instantWords(endsAt, now)}`;
  return { ...said(facts, `all traffic is on green; ${blueWords} drains`), endsAt, ends };
};

const stays = (facts: RolloutFacts): PhaseSaid => ({
  ...said(facts, `all traffic is on green; ${facts.blueWords} is to go`),
  ends: "it goes when that is over",
});

/** A wait that nobody declared is one for something that is not as it should be. */
function said({ run: { waiting, gates } }: RolloutFacts, does: string): Omit<PhaseSaid, "ends"> {
  if (waiting === null || waiting.isDeclared) return { state: "moving", does, why: null };
  const isGate = gates.some(({ verdict }) => verdict !== "pass");
  return isGate
    ? { state: "waits", does, why: waiting.reason, waitsFor: "gate" }
    : { state: "moving", does, why: waiting.reason };
}
