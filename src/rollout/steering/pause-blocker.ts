import { pausePollSeconds } from "../../domain/poll-interval.ts";
import type { StepAnswer } from "../../domain/run/step-answer.ts";
import { pauseNow } from "../../domain/steering/pause.ts";
import { pausedWords } from "../../domain/steering/steer.ts";
import { pass, pause } from "../../step/answers.ts";
import type { Work } from "../work.ts";

/** The wait of a rollout that a person has paused, which takes no step forward now; null: nobody has. `what`: what it would do next. */
export function pauseBlocker(what: string, work: Work<never>): StepAnswer | null {
  const held = pauseNow(work.run(), work.now());
  if (held === null) return null;
  const seconds = pausePollSeconds((held.until - work.now()) / 1000);
  return pause(seconds, `paused ${pausedWords(held)}; it goes on then: ${what}`);
}

/** The phase is passed, unless a person has paused the rollout. */
export const passUnlessPaused = (reason: string, work: Work<never>): StepAnswer =>
  pauseBlocker(reason, work) ?? pass(reason);
