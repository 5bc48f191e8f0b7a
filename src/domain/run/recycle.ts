import * as z from "zod";
import { runShape } from "./run.ts";

/** The states of the machine that replaces single servers inside the live generation. */
const recyclePhases = [
  "Admit",
  "LaunchSubstitutes",
  "ValidateSubstitutes",
  "Isolate",
  "HandOff",
  "EndServers",
  "RestoreServers",
  "CloseRun",
] as const;

/** One recycle as the ledger keeps it: servers of one generation that are replaced in place, batch by batch. */
export const recycleRecord = z.strictObject({
  kind: z.literal("recycle"),
  ...runShape(recyclePhases, ["isolated", "handoff", "ended"]),
  /** Number of the live generation. */
  generation: z.number(),
  /** Ids of the servers that are to be replaced. */
  servers: z.array(z.string()),
});
