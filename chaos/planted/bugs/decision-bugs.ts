import type { PlantedBug } from "../planted-bug.ts";

/** In what decides about a fleet, and in those who call it. */
export const DECISION_BUGS: readonly PlantedBug[] = [
  {
    name: "what a person refused is begun",
    file: "src/domain/decide/held.ts",
    find: 'if (refused !== null) return { by: "except"',
    put: 'if (refused === "") return { by: "except"',
  },
  {
    name: "a quarantined image is begun",
    file: "src/domain/decide/held.ts",
    find: "if (reason !== undefined) {",
    put: 'if (reason === "") {',
  },
  {
    name: "a freeze keeps nothing from being decided on",
    file: "src/domain/decide/decide.ts",
    find: "if (freeze !== null && now < (freeze.until ?? Infinity))",
    put: "if (freeze !== null && now > (freeze.until ?? Infinity))",
  },
  {
    name: "the live servers are replaced first though another image may begin",
    file: "src/domain/decide/decide.ts",
    find: "const free = targets.find(",
    put: "const free = targets.findLast(",
  },
  {
    name: "a run is decided on beside an open one",
    file: "src/domain/decide/decide.ts",
    find: 'if (open !== null) return leave("running"',
    put: 'if (open?.isEnding === true) return leave("running"',
  },
  {
    name: "a run goes on though the fleet is to run another image",
    file: "src/domain/decide/end-run.ts",
    find: "if (run.isEnding) return null;",
    put: 'if (run.id !== "") return null;',
  },
  {
    name: "a run makes room after it has moved traffic",
    file: "src/domain/decide/end-run.ts",
    find: "if (run.hasMovedTraffic) return backToBlue(state, run, wanted);",
    put: "",
  },
  {
    name: "a target that failed its proof is tried again at once",
    file: "src/domain/decide/aftermath.ts",
    find: ': "except";',
    put: ': "none";',
  },
  {
    name: "nothing is waited for after a failure",
    file: "src/domain/decide/attempts.ts",
    find: "found.nextAt === null || now >= found.nextAt)",
    put: "found.nextAt === null || now >= 0)",
  },
  {
    name: "the sweep decides about no fleet",
    file: "src/sweep/sweep-part.ts",
    find: "await convergeFleets(deciding, known, context)",
    put: "await convergeFleets([], known, context)",
  },
  {
    name: "a channel is read once",
    file: "src/rollout/declared/record-declared.ts",
    find: "      isKnown || image === null ? before :",
    put: "      isKnown || image === null || before.named !== null ? before :",
  },
  {
    name: "an ask counts once more with each try of its execution",
    file: "src/domain/decide/apply-ask.ts",
    find: "taken: alsoTaken(before.taken, execution),",
    put: "taken: alsoTaken(before.taken, `${execution}-${now}`),",
  },
  {
    name: "Admit goes on with what was decided before",
    file: "src/rollout/admission/begin.ts",
    find: "if (decided != null && decided.image !== image)\n    return nothingToDo(`${decided.image} was decided on, and ${image} is by now: that is begun instead`);\n  const asked = { fleet, declaration, id, ...(await targetOf(decision, state, context)) };",
    put: "const before = decided?.image ?? image;\n  const then = { ...decision, target: { ...decision.target, image: before } };\n  const asked = { fleet, declaration, id, ...(await targetOf(then, state, context)) };",
  },
  {
    name: "nothing is decided on when a rollout ends",
    file: "src/rollout/states/close-rollout.ts",
    find: "await converge(fleet, { actor: rollout }, context);",
    put: "void converge;",
  },
  {
    name: "a run's name does not count the attempts",
    file: "src/rollout/convergence/run-name.ts",
    find: "serves, attempt]",
    put: "serves, attempt * 0]",
  },
  {
    name: "a pin does not end",
    file: "src/domain/decide/wanted.ts",
    find: ": now < until;",
    put: ": now < Number.POSITIVE_INFINITY;",
  },
];
