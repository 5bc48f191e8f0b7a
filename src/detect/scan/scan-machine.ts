import * as z from "zod";
import { autoScalingClient } from "../../aws/auto-scaling/auto-scaling.ts";
import { connect } from "../../aws/connect.ts";
import { ec2Client } from "../../aws/ec2/ec2.ts";
import { errors } from "../../aws/middleware/errors.ts";
import { retry } from "../../aws/middleware/retry.ts";
import type { Machine } from "../../step/machine.ts";
import type { Runtime } from "../../step/open-context.ts";
import type { MachineState } from "../../step/state.ts";
import type { ReadInput } from "../../step/step.ts";
import type { ScanContext } from "./context.ts";
import type { ScanProgress } from "./progress.ts";
import { scan } from "./scan.ts";

const progress = z.object({
  startedAt: z.number(),
  after: z.string().nullable(),
  servers: z.int(),
  // Not there in a scan that an older moult began: what its parts have found they have written.
  judged: z.int().default(0),
  parts: z.array(z.number()).default([]),
});

/** `given` is what the Task before answered; whatever somebody types into the console says as much as `{}`. */
const given = z.preprocess(
  (typed) => (typeof typed === "object" && typed !== null && !Array.isArray(typed) ? typed : {}),
  z.object({ progress: progress.optional() }),
);
const scanTask = z
  .object({ scan: z.string().min(1).max(80), given })
  .transform(({ scan: run, given: { progress: at } }): ReadInput => ({ run, progress: at ?? null }));

/** The context of one part of a scan: clients that retry and change nothing. */
function openScanContext(runtime: Runtime): ScanContext {
  const { ledger, clock, random, starter, publish, measure, settings, middleware = [] } = runtime;
  const factories = { autoScaling: autoScalingClient, ec2: ec2Client };
  const aws = connect(factories, settings, [retry({ clock, random }), errors(), ...middleware]);
  return { ledger, clock, aws, starter, publish, measure };
}

export const scanState: MachineState<"starter" | "publish"> = {
  phase: "Scan",
  input: scanTask,
  services: ["ec2", "autoScaling"],
  ports: ["starter", "publish"],
  run: async (input, runtime) => {
    const from = "progress" in input ? (input.progress as ScanProgress | null) : null;
    return { ...(await scan(from, openScanContext(runtime))), waitSeconds: 0 };
  },
};

/** statemachines/scan.asl.yml: its one Task by the name of its function. */
export const scanMachine: Machine = { name: "scan", kind: null, states: { scan: scanState } };
