import type { StepAnswer } from "../../domain/run/step-answer.ts";
import { fail } from "../../step/answers.ts";

/** Ends the rollout because a gate could not be read: that says nothing of the image, which is tried again after a while. */
export const failUnread = (reason: string): StepAnswer =>
  fail(`${reason}; nothing is said against the image`, "GateUnread");
