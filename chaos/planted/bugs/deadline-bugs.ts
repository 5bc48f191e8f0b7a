import type { PlantedBug } from "../planted-bug.ts";

/** In how long a run, and each part of it, is gone on with. */
export const DEADLINE_BUGS: readonly PlantedBug[] = [
  {
    name: "a run has no deadline",
    file: "src/step/run-step.ts",
    find: "  if (work.now() <= run.deadlineAt || phase",
    put: "  if (run.deadlineAt > 0 || phase",
  },
  {
    name: "every wait moves the deadline on",
    file: "src/step/run-step.ts",
    find: "const { verdict, reason, waitSeconds, isDeclared = false, error",
    put: "const { verdict, reason, waitSeconds, isDeclared = true, error",
  },
  {
    name: "every wait that is over moves the deadline on",
    file: "src/step/work.ts",
    find: "if (waiting === null || !waiting.isDeclared) return stored;",
    put: "if (waiting === null) return stored;",
  },
];
