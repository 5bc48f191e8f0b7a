import { scanMachine } from "../detect/scan/scan-machine.ts";
import { rolloutMachine } from "../rollout/rollout-machine.ts";
import { recycleMachine } from "../recycle/recycle-machine.ts";
import { retirementMachine } from "../retirement/retirement-machine.ts";
import type { Machine } from "../step/machine.ts";

/**
 * Every state machine, with its states: the one table that says which function runs which step with what. A Lambda
 * handler imports its own state instead, so that its bundle holds no other.
 */
export const machines: readonly Machine[] = [rolloutMachine, recycleMachine, retirementMachine, scanMachine];
