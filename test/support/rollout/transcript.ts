import type { Phase } from "../../../src/domain/run/rollout.ts";
import type { StepAnswer } from "../../../src/domain/run/step-answer.ts";
import { everywhere } from "../scenarios/everywhere.ts";
import { type ScenarioPlan, scenario, type Web } from "../scenarios/harness.ts";

/** One Task as it ended: its function, what it answered, and the calls that changed something, in order. */
export interface RecordedStep {
  readonly step: Uncapitalize<Phase>;
  readonly verdict: StepAnswer["verdict"];
  /** Seconds; only where the verdict is to wait. */
  readonly wait?: number;
  readonly calls: readonly string[];
  /** How often it ended like this, one after the other. */
  readonly times: number;
}

type Answer = Pick<RecordedStep, "verdict" | "wait">;
export const pass: Answer = { verdict: "pass" };
export const fail: Answer = { verdict: "fail" };
export const wait = (seconds: number): Answer => ({ verdict: "wait", wait: seconds });

/** `step("shiftTraffic", wait(30), "ModifyListener")` */
export const step = (name: RecordedStep["step"], answer: Answer, ...calls: string[]): RecordedStep => ({
  step: name,
  ...answer,
  calls,
  times: 1,
});
export const times = (count: number, repeated: RecordedStep): RecordedStep => ({ ...repeated, times: count });

let watched: { readonly web: Web; readonly steps: RecordedStep[] } | undefined;
everywhere.rehearsal = {
  aroundTask: async (resource, run) => {
    const before = watched?.web.changes().length ?? 0;
    const answer = (await run()) as StepAnswer;
    if (watched === undefined) return answer;
    const { web, steps } = watched;
    const calls = web.changes().slice(before);
    const { verdict, waitSeconds } = answer;
    const shown = verdict === "wait" ? wait(Math.round(waitSeconds * 10) / 10) : { verdict };
    append(steps, step(resource as RecordedStep["step"], shown, ...calls.map(({ action }) => action)));
    return answer;
  },
};

/** What ends as the one before it is counted there. */
function append(steps: RecordedStep[], ended: RecordedStep): void {
  const last = steps.at(-1);
  const again = last && { ...last, times: 1 };
  if (last && JSON.stringify(again) === JSON.stringify(ended))
    steps[steps.length - 1] = times(last.times + 1, last);
  else steps.push(ended);
}

/** A scenario whose Tasks are recorded. */
export function transcript(
  name: string,
  plan: ScenarioPlan,
  play: (web: Web, steps: RecordedStep[]) => Promise<void>,
): void {
  scenario(name, plan, async (web) => {
    const steps: RecordedStep[] = [];
    watched = { web, steps };
    try {
      await play(web, steps);
    } finally {
      watched = undefined;
    }
  });
}
