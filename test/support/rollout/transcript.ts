import type { StepAnswer } from "../../../src/domain/run/rollout.ts";
import { everywhere } from "../scenarios/everywhere.ts";
import { type ScenarioPlan, scenario, type Web } from "../scenarios/harness.ts";

/** One Task: its function, its verdict with the seconds it waits, the numbers of its reason, and what it changed. */
type Line = string;

let watched: { readonly web: Web; readonly lines: Line[] } | undefined;
everywhere.rehearsal = {
  aroundTask: async (resource, run) => {
    const before = watched?.web.changes().length ?? 0;
    const answer = (await run()) as StepAnswer;
    if (watched === undefined) return answer;
    const calls = watched.web.changes().slice(before);
    const { lines } = watched;
    const line = lineOf(
      resource,
      answer,
      calls.map(({ action }) => action),
    );
    // What is answered again is counted, not repeated.
    const [, last, times = "1"] = /^(.*?)(?: ×(\d+))?$/u.exec(lines.at(-1) ?? "") ?? [];
    if (last === line) lines[lines.length - 1] = `${line} ×${Number(times) + 1}`;
    else lines.push(line);
    return answer;
  },
};

function lineOf(resource: string, { verdict, waitSeconds, reason }: StepAnswer, calls: string[]): Line {
  const seconds = verdict === "wait" ? ` ${Math.round(waitSeconds * 10) / 10}s` : "";
  const numbers =
    reason.replaceAll(/\bami-\w+|\S+T\S+Z/gu, "").match(/(?<![\w-])\d+(?:\.\d+)?(?:%|(?:[smhd]\d*)+\b)?/gu) ??
    [];
  const facts = numbers.length > 0 ? ` (${numbers.join(" ")})` : "";
  return `${resource} ${verdict}${seconds}${facts}${calls.length > 0 ? `: ${calls.join(" ")}` : ""}`;
}

export const LAUNCHED: readonly Line[] = [
  "launchGreen pass (4): CreateLaunchTemplateVersion ModifyListener CreateAutoScalingGroup",
  "observeGreen wait 15s",
  "observeGreen pass (4 4)",
];
/** Of an application or a network load balancer, in the steps of the scenarios. */
export const SHIFTED: readonly Line[] = [
  "shiftTraffic wait 30s (10%): ModifyListener",
  "shiftTraffic wait 30s (50%): ModifyListener",
  "shiftTraffic wait 10s: ModifyListener",
  "shiftTraffic pass",
];
export const VALIDATED: readonly Line[] = ["validateGreen wait 50s (50s)", "validateGreen pass (1)"];
/** Two minutes, looked at in quarters. */
export const BAKED: readonly Line[] = [
  "bake wait 30s (2m)",
  "bake wait 30s (2 1m30s)",
  "bake wait 30s (2 1m)",
  "bake wait 30s (2 30s)",
  "bake pass (2m)",
];
export const RETIRED: readonly Line[] = [
  "retireBlue wait 70s (4): UpdateAutoScalingGroup",
  "retireBlue pass (1): DeleteAutoScalingGroup",
  "closeRollout pass",
];
export const RETURNED: readonly Line[] = ["rollBack wait 5s: ModifyListener", "rollBack wait 10s"];
export const REMOVED: readonly Line[] = [
  "rollBack wait 70s (4): UpdateAutoScalingGroup",
  "rollBack pass (2): DeleteAutoScalingGroup DeleteLaunchTemplateVersions",
];

/** A scenario that is told Task by Task. */
export function transcript(
  name: string,
  plan: ScenarioPlan,
  tell: (web: Web, lines: Line[]) => Promise<void>,
): void {
  scenario(name, plan, async (web) => {
    const lines: Line[] = [];
    watched = { web, lines };
    try {
      await tell(web, lines);
    } finally {
      watched = undefined;
    }
  });
}
