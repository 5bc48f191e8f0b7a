import { startNextLeg } from "../../step/legs/start-next-leg.ts";
import { defineState } from "../../step/state.ts";
import { endingTask } from "../../step/task-input.ts";
import { rolloutKind } from "../rollout-kind.ts";

/** Hands the rollout over to its next execution, before this one's history is full. */
export const nextLeg = startNextLeg(rolloutKind);

export const nextLegState = defineState({
  phase: "NextLeg",
  input: endingTask,
  services: {},
  ports: ["starter"],
  step: nextLeg,
});
