import type { PlantedBug } from "../planted-bug.ts";

/** In what runs come to, whom they blame, what rings and where traffic rests. */
export const ENDING_BUGS: readonly PlantedBug[] = [
  {
    name: "no rollout is ever begun",
    file: "src/domain/decide/decide.ts",
    find: "  if (first === undefined) return nothingDue(state, now);",
    put: "  return nothingDue(state, now);",
  },
  {
    name: "every green that is proved good goes back",
    file: "src/rollout/states/validate-green.ts",
    find: '  if (verdict === "pass") {\n',
    put: '  if (verdict === "pass") {\n    return fail(reason);\n',
  },
  {
    name: "every green that is proved good is blamed",
    file: "src/rollout/states/validate-green.ts",
    find: '  if (verdict === "pass") {\n',
    put: '  if (verdict === "pass") {\n    return failImage(reason, work, ending);\n',
  },
  {
    name: "every green goes back for a deadline that has not passed",
    file: "src/step/run-step.ts",
    find: "  if (work.now() <= run.deadlineAt || phase",
    put: "  if (work.now() + 3600_000 <= run.deadlineAt || phase",
  },
  {
    name: "whatever ends a rollout blames its image",
    file: "src/step/run-step.ts",
    find: "const failure = { phase, error, reason, imageAtFault: false };",
    put: "const failure = { phase, error, reason, imageAtFault: true };",
  },
  {
    name: "the image that blue serves with is blamed",
    file: "src/rollout/ending/quarantine-image.ts",
    find: "  if (work.blue?.image === imageTo) return excuseServing(work.blue.number, work);\n",
    put: "  void excuseServing;\n",
  },
  {
    name: "an image at fault is not put in quarantine",
    file: "src/rollout/ending/quarantine-image.ts",
    find: "  if (!failure?.imageAtFault ||",
    put: "  if (failure?.imageAtFault ||",
  },
  {
    name: "what needs a person is not counted for the alarm",
    file: "src/domain/telemetry/sweep-measurements.ts",
    find: "outbox.attention.filter(({ endedAt }) => endedAt === null);",
    put: "outbox.attention.filter(({ endedAt }) => endedAt !== null);",
  },
  {
    name: "the execution of a rollout that went back ends well",
    file: "src/rollout/states/close-rollout.ts",
    find: '  outcome === "succeeded" ? pass(outcomeReason ?? "closed") :',
    put: '  outcome !== null ? pass(outcomeReason ?? "closed") :',
  },
  {
    name: "an abort is not heard once traffic has moved",
    file: "src/step/run-step.ts",
    find: "  if (run.abort)\n",
    put: '  if (run.abort && Object.keys(run.milestones).every((each) => each !== "first-traffic"))\n',
  },
];
