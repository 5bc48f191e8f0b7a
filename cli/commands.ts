import type { Command } from "commander";
import type { AddCommand, Cli } from "./cli.ts";
import { addAccessAllow } from "./commands/access/access-allow.ts";
import { addContext } from "./commands/context.ts";
import { addDashboard } from "./commands/dashboard.ts";
import { addDemo } from "./commands/demo.ts";
import { addDoctor } from "./commands/doctor.ts";
import { addEvents } from "./commands/events.ts";
import { addExitCodes } from "./commands/exit-codes.ts";
import { addFindings } from "./commands/findings/findings.ts";
import { addFleetAdopt } from "./commands/fleet/fleet-adopt.ts";
import { addFleetApply } from "./commands/fleet/fleet-apply.ts";
import { addFleetList } from "./commands/fleet/fleet-list.ts";
import { addFleetRelease } from "./commands/fleet/fleet-release.ts";
import { addFleetValidate } from "./commands/fleet/fleet-validate.ts";
import { addComplete } from "./commands/itself/complete.ts";
import { addCompletion } from "./commands/itself/completion.ts";
import { addVersion } from "./commands/itself/version.ts";
import { addFreeze } from "./commands/freeze.ts";
import { addHistory } from "./commands/history.ts";
import { addPlan } from "./commands/plan.ts";
import { addQuarantineLift } from "./commands/quarantine/quarantine-lift.ts";
import { addQuarantineList } from "./commands/quarantine/quarantine-list.ts";
import { addRolloutAbort } from "./commands/rollout/rollout-abort.ts";
import { addRolloutApprove, addRolloutReject } from "./commands/rollout/rollout-answer.ts";
import { addRolloutPause } from "./commands/rollout/rollout-pause.ts";
import { addRolloutPromote } from "./commands/rollout/rollout-promote.ts";
import { addRolloutResume } from "./commands/rollout/rollout-resume.ts";
import { addRolloutRetry } from "./commands/rollout/rollout-retry.ts";
import { addRolloutRollback } from "./commands/rollout/rollout-rollback.ts";
import { addRolloutStart } from "./commands/rollout/rollout-start.ts";
import { addRolloutStatus } from "./commands/rollout/rollout-status.ts";
import { addRolloutTakeUp } from "./commands/rollout/rollout-take-up.ts";
import { addRolloutUnpin } from "./commands/rollout/rollout-unpin.ts";
import { addStatus } from "./commands/status/status.ts";
import { addSettle } from "./commands/settle.ts";
import { addSweep } from "./commands/sweep.ts";
import { addUnfreeze } from "./commands/unfreeze.ts";

/** Commands that stand by themselves, and groups of commands, in the order of the help. */
const GROUPS: readonly {
  readonly name: string;
  readonly about: string;
  readonly commands: readonly AddCommand[];
}[] = [
  {
    name: "fleet",
    about: "declare fleets",
    commands: [addFleetValidate, addFleetApply, addFleetAdopt, addFleetRelease, addFleetList],
  },
  {
    name: "rollout",
    about: "replace a fleet's servers",
    commands: [
      addRolloutStart,
      addRolloutStatus,
      addRolloutApprove,
      addRolloutReject,
      addRolloutPause,
      addRolloutResume,
      addRolloutPromote,
      addRolloutAbort,
      addRolloutRollback,
      addRolloutRetry,
      addRolloutUnpin,
      addRolloutTakeUp,
    ],
  },
  { name: "quarantine", about: "images that failed", commands: [addQuarantineList, addQuarantineLift] },
  { name: "access", about: "who may log into servers", commands: [addAccessAllow] },
];
const SINGLE: readonly AddCommand[] = [
  addStatus,
  addPlan,
  addFindings,
  addHistory,
  addEvents,
  addFreeze,
  addUnfreeze,
  addSettle,
  addSweep,
  addContext,
  addDoctor,
  addDashboard,
  addDemo,
  addExitCodes,
  addVersion,
  addCompletion,
  addComplete,
];

/** Adds every command there is. Adding one: a file in commands/, a row here, a test. */
export function addCommands(program: Command, cli: Cli): void {
  for (const { name, about, commands } of GROUPS) {
    const group = program.command(name).description(about);
    for (const add of commands) add(group, cli);
  }
  for (const add of SINGLE) add(program, cli);
}
