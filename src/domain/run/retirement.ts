import * as z from "zod";
import { runShape } from "./run.ts";

/** The states of the machine that takes down what remains of a released generation. */
const retirementPhases = ["Admit", "RemoveGeneration", "CloseRun"] as const;

/** One retirement as the ledger keeps it: a released generation on its way out, beside the fleet's next run. */
export const retirementRecord = z.strictObject({
  kind: z.literal("retirement"),
  ...runShape(retirementPhases, ["retained"]),
  /** Number of the generation that goes. */
  generation: z.number(),
});
