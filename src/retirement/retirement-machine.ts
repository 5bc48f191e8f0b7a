import type { RetirementRecord } from "../domain/run/retirement.ts";
import type { Machine } from "../step/machine.ts";
import { retirementKind } from "./retirement-kind.ts";
import { admitRetirementState } from "./states/admit-retirement.ts";
import { closeRetirementState } from "./states/close-retirement.ts";
import { takeDownState } from "./states/take-down.ts";

/** statemachines/retirement.asl.yml: its Tasks by the name of their function. */
export const retirementMachine: Machine<RetirementRecord> = {
  name: retirementKind.machine,
  kind: retirementKind,
  states: {
    admitRetirement: admitRetirementState,
    takeDown: takeDownState,
    closeRetirement: closeRetirementState,
  },
};
