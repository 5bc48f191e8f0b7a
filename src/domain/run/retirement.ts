import * as z from "zod";
import { groupName } from "../generation.ts";
import { removals, runShape } from "./run.ts";

/** The states of the machine that takes down what remains of a released generation. */
export const retirementPhases = ["AdmitRetirement", "TakeDown", "CloseRetirement"] as const;
export type RetirementPhase = (typeof retirementPhases)[number];

/** One retirement as the ledger keeps it: a released generation on its way out, beside the fleet's next run. */
export const retirementRecord = z.strictObject({
  kind: z.literal("retirement"),
  ...runShape(retirementPhases, ["retained"]),
  /** Number of the generation that goes. */
  generation: z.number(),
  removals,
});
export type RetirementRecord = z.infer<typeof retirementRecord>;

/** `web`, 1 → `web-g0001-retirement`: a generation is retired once. */
export const retirementId = (fleet: string, generation: number): string =>
  `${groupName(fleet, generation)}-retirement`;
