import type { Account } from "../../rehearsal/account.ts";
import type { FleetDeclaration } from "../../src/domain/declaration/fleet.ts";
import type { RolloutRecord } from "../../src/domain/run/rollout.ts";

export const strategies = ["weighted", "attachments", "pull"] as const;
type Strategy = (typeof strategies)[number];
const phases = ["pause", "bake", "drain", "warm", "handoff"] as const;
type Phase = (typeof phases)[number];
const triggers = ["alarm", "floor", "abort"] as const;

/** What green does, and where the rollout stands when it begins to. */
export interface Case {
  readonly phase: Phase;
  readonly strategy: Strategy;
  readonly trigger: (typeof triggers)[number];
}

/** Servers that pull have no traffic that could drain; what they have instead of a pause is a green that grows. */
const exists = ({ phase, strategy }: Case): boolean => !(strategy === "pull" && phase === "drain");

export const cases: readonly Case[] = phases
  .flatMap((phase) =>
    strategies.flatMap((strategy) => triggers.map((trigger) => ({ phase, strategy, trigger }))),
  )
  .filter(exists);

/** An alarm that nothing rings but the bench. */
export const ALARM = "bench-sad";
const HANDOFF = { command: "/opt/handoff", timeout: "1h" };

/** Every phase but the one that is measured is short. */
const SHORT = { pause: "10s", bake: "0s", retire: { drain: "10s" } };
const LONG = {
  pause: { ...SHORT, pause: "1h" },
  bake: { ...SHORT, bake: "1h" },
  drain: { ...SHORT, retire: { drain: "1h" } },
  warm: { ...SHORT, retire: { drain: "10s", warm: "2h" } },
  handoff: { ...SHORT, retire: { drain: "10s", handoff: HANDOFF } },
} as const;

/** A fleet that stays in the phase for long: whoever looks at its end only is an hour late. */
export function declarationFor({ phase, strategy }: Case, name: string, account: Account): FleetDeclaration {
  const { pause, bake, retire } = LONG[phase];
  const [a = "", b = ""] = account.targetGroups;
  const traffic: Record<Strategy, FleetDeclaration["traffic"]> = {
    weighted: {
      strategy: "alb-weighted",
      rule: account.listener,
      targetGroups: [a, b],
      steps: ["50%", "100%"],
      pause,
    },
    attachments: { strategy: "target-group", targetGroup: a },
    pull: { strategy: "none" },
  };
  // One target group has no declared pause: there the time for which green has to be healthy is what lasts.
  const isLong = phase === "pause" && strategy === "attachments";
  return {
    fleet: name,
    template: account.template,
    image: { channel: account.channel },
    traffic: traffic[strategy],
    gates: [
      ...(strategy === "pull" ? [] : [{ kind: "target-health" as const, ...(isLong && { for: "10m" }) }]),
      { kind: "alarm", alarms: [ALARM] },
    ],
    bake,
    retire,
  };
}

/** Whether the rollout stands in the phase. */
export function isIn({ phase, strategy }: Case, run: RolloutRecord): boolean {
  const { milestones, traffic, timers, commands } = run;
  switch (phase) {
    case "pause":
      if (run.phase !== "ShiftTraffic") return false;
      return (
        strategy === "pull" ||
        (strategy === "weighted" ? traffic.setPercent > 0 : timers.joined !== undefined)
      );
    case "bake":
      return run.phase === "Bake";
    case "drain":
      return run.phase === "RetireBlue" && milestones.drained === undefined;
    case "warm":
      return milestones.warm !== undefined;
    case "handoff":
      return Boolean(commands["handoff"]?.commandId);
  }
}
