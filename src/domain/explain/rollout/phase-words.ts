import type { Phase } from "../../run/rollout.ts";
import { deadlineNow } from "../../run/deadline-now.ts";
import { retireWords } from "./retire-words.ts";
import { nextStep, type RolloutFacts, trafficWords } from "./rollout-facts.ts";
import type { PhaseSaid } from "../said.ts";
import { instantWords } from "../words.ts";

/** What a phase does, and what ends it: every phase has to be here. */
export const phaseSaid = (facts: RolloutFacts): PhaseSaid => PHASES[facts.run.phase](facts);

const PHASES: Readonly<Record<Phase, (facts: RolloutFacts) => PhaseSaid>> = {
  Admit: ({ run }) => ({
    state: "moving",
    does: `the rollout to ${run.imageTo} is admitted`,
    ends: "green is launched next",
  }),
  LaunchGreen: (facts) => {
    const endsAt = deadlineNow(facts.run, facts.now);
    const does = `${greenWords(facts)} is launched with ${servers(facts)}`;
    return { ...work(facts, does), endsAt, ends: `it has to be over by ${instantWords(endsAt, facts.now)}` };
  },
  ObserveGreen: (facts) => {
    const endsAt = facts.run.phaseStartedAt + seconds(facts, (fleet) => fleet.deadlines.launch);
    const said = work(facts, `${greenWords(facts)} starts ${servers(facts)}`);
    return { ...said, endsAt, ends: `all have to be in service by ${instantWords(endsAt, facts.now)}` };
  },
  ValidateGreen: (facts) => {
    const { phaseStartedAt, timers } = facts.run;
    const from = Math.max(phaseStartedAt, timers.stood ?? 0);
    const endsAt = from + seconds(facts, (fleet) => fleet.deadlines.validate);
    const said = work(facts, `${greenWords(facts)} is proved good before it gets traffic`);
    return { ...said, endsAt, ends: `every gate has to pass by ${instantWords(endsAt, facts.now)}` };
  },
  AwaitApproval: (facts) => (isAnswered(facts) ? windowSaid(facts) : approvalSaid(facts)),
  ShiftTraffic: (facts) => {
    const next = nextStep(facts);
    const step =
      next && `${next.percent} % follow${next.at === null ? "" : ` at ${instantWords(next.at, facts.now)}`}`;
    const said = watched(facts, trafficWords(facts), "moving");
    return { ...said, endsAt: next?.at ?? null, ends: step ?? "then it bakes" };
  },
  Bake: (facts) => {
    const endsAt = facts.run.phaseStartedAt + seconds(facts, (fleet) => fleet.bake);
    const said = watched(facts, `all traffic is on ${greenWords(facts)}`, "baking");
    const until = instantWords(endsAt, facts.now);
    return { ...said, endsAt, ends: `it bakes until ${until}; going back takes one call until then` };
  },
  RetireBlue: retireWords,
  RollBack: (facts) => {
    const { failure, waiting, milestones, deadlineAt } = facts.run;
    const isLimited = milestones.undoing !== undefined;
    return {
      state: "rolling-back",
      does: `goes back to ${facts.blueWords}`,
      why: [failure?.reason, waiting?.reason].filter((each) => each !== undefined).join("; "),
      waitsFor: "rollback",
      endsAt: isLimited ? deadlineAt : null,
      ends: isLimited
        ? `past ${instantWords(deadlineAt, facts.now)} a person decides`
        : "it ends when green is gone",
    };
  },
  CloseRollout: ({ run }) => ({
    state: run.failure === null ? "moving" : "rolling-back",
    does: run.failure === null ? `every server runs ${run.imageTo}` : "green is gone",
    why: run.failure?.reason ?? null,
    ends: "its end is written down, and the fleet is decided about again",
  }),
};

/** Whether everybody has said yes who is asked before the first traffic; nobody is known to have where the declaration was not kept. */
const isAnswered = ({ run, fleet }: RolloutFacts): boolean =>
  fleet !== null && (fleet.approval?.before !== "shift" || run.milestones.approved !== undefined);

/** Windows hold the first traffic as well (windows.gates: shift), once everybody has said yes who is asked. */
const windowSaid = (facts: RolloutFacts): PhaseSaid => ({
  state: "waits",
  waitsFor: "window",
  does: provedWords(facts),
  why: facts.run.waiting?.reason ?? null,
  ends: "it gets its first traffic when that is over",
});

function approvalSaid(facts: RolloutFacts): PhaseSaid {
  const { run, fleet, now } = facts;
  const deadline = fleet?.approval?.deadline ?? null;
  const endsAt = deadline === null ? (run.waiting?.until ?? null) : run.phaseStartedAt + deadline * 1000;
  const then = fleet?.approval?.onDeadline === "proceed" ? "then it goes on" : "then it is rejected";
  return {
    state: "approval",
    waitsFor: "approval",
    does: provedWords(facts),
    why: "waits for approval before its first traffic",
    endsAt,
    ends: endsAt === null ? "a person's answer ends it" : `until ${instantWords(endsAt, now)}, ${then}`,
  };
}

/** What green has proved before its first traffic. */
function provedWords(facts: RolloutFacts): string {
  const passed = facts.run.gates.filter(({ verdict }) => verdict === "pass").length;
  const proved = passed === 0 ? "is ready" : `passed ${passed} ${passed === 1 ? "gate" : "gates"}`;
  return `${greenWords(facts)} ${proved}`;
}

/** Work under way: what it waits for is part of it. */
const work = (facts: RolloutFacts, does: string): Pick<PhaseSaid, "state" | "does" | "why"> => ({
  state: "moving",
  does,
  why: facts.run.waiting?.reason ?? null,
});

/** A phase that lasts its declared time, and waits beside that only for a green that is not good at the moment. */
function watched(
  { run }: RolloutFacts,
  does: string,
  state: "moving" | "baking",
): Pick<PhaseSaid, "state" | "does" | "why" | "waitsFor"> {
  const { waiting, gates } = run;
  const open = gates.find(({ verdict }) => verdict !== "pass");
  if (waiting === null || waiting.isDeclared || open === undefined) {
    const isSaid = waiting === null || waiting.isDeclared;
    return { state, does, why: isSaid ? null : waiting.reason };
  }
  return { state: "waits", does, why: waiting.reason, waitsFor: "gate" };
}

const greenWords = ({ run }: RolloutFacts): string => `generation ${run.green} (${run.imageTo})`;

const servers = ({ run: { size } }: RolloutFacts): string => `${size} ${size === 1 ? "server" : "servers"}`;

/** Milliseconds of a declared time; 0 where the declaration was not kept. */
const seconds = (
  { fleet }: RolloutFacts,
  of: (fleet: NonNullable<RolloutFacts["fleet"]>) => number,
): number => (fleet === null ? 0 : of(fleet) * 1000);
