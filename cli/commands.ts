import type { Command } from "commander";
import type { AddCommand, Cli } from "./cli.ts";
import { addContext } from "./commands/context.ts";
import { addDemo } from "./commands/demo.ts";
import { addDoctor } from "./commands/doctor.ts";
import { addFindings } from "./commands/findings/findings.ts";
import { addExitCodes } from "./commands/exit-codes.ts";
import { addFleetAdopt } from "./commands/fleet/fleet-adopt.ts";
import { addFleetApply } from "./commands/fleet/fleet-apply.ts";
import { addFleetList } from "./commands/fleet/fleet-list.ts";
import { addFleetRelease } from "./commands/fleet/fleet-release.ts";
import { addFleetValidate } from "./commands/fleet/fleet-validate.ts";
import { addFreeze } from "./commands/freeze.ts";
import { addHistory } from "./commands/history.ts";
import { addPlan } from "./commands/plan.ts";
import { addQuarantineLift } from "./commands/quarantine/quarantine-lift.ts";
import { addQuarantineList } from "./commands/quarantine/quarantine-list.ts";
import { addRolloutAbort } from "./commands/rollout/rollout-abort.ts";
import { addRolloutResume } from "./commands/rollout/rollout-resume.ts";
import { addRolloutRetry } from "./commands/rollout/rollout-retry.ts";
import { addRolloutStart } from "./commands/rollout/rollout-start.ts";
import { addRolloutStatus } from "./commands/rollout/rollout-status.ts";
import { addRolloutUnpin } from "./commands/rollout/rollout-unpin.ts";
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
      addRolloutAbort,
      addRolloutRetry,
      addRolloutUnpin,
      addRolloutResume,
    ],
  },
  { name: "quarantine", about: "images that failed", commands: [addQuarantineList, addQuarantineLift] },
];
const SINGLE: readonly AddCommand[] = [
  addPlan,
  addFindings,
  addHistory,
  addFreeze,
  addUnfreeze,
  addSettle,
  addSweep,
  addContext,
  addDoctor,
  addDemo,
  addExitCodes,
];

/** Adds every command there is. Adding one: a file in commands/, a row here, a test. */
export function addCommands(program: Command, cli: Cli): void {
  for (const { name, about, commands } of GROUPS) {
    const group = program.command(name).description(about);
    for (const add of commands) add(group, cli);
  }
  for (const add of SINGLE) add(program, cli);
}
