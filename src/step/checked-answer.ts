import { isWaitSeconds } from "../domain/run/step-answer.ts";
import type { TaskAnswer } from "./state.ts";

/**
 * The answer, if the machine can go on with it. A wait that is no whole number of seconds, or a reason that is no text, ends the
 * execution there and then, with no way back (aws-facts 9.1): so it is thrown while a Catch can still take it. By a name that
 * nothing tries again.
 */
export function checkedAnswer<A extends Pick<TaskAnswer, "waitSeconds" | "reason">>(
  phase: string,
  answer: A,
): A {
  const { waitSeconds, reason } = answer;
  if (isWaitSeconds(waitSeconds) && typeof reason === "string") return answer;
  throw new RangeError(
    `${phase} answered a wait of ${String(waitSeconds)} seconds (${String(reason)}), which the machine cannot wait for. Report this as a fault of moult`,
  );
}
