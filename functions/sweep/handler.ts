import * as z from "zod";
import { sweepMeasurements } from "../../src/domain/telemetry/sweep-measurements.ts";
import { initFunction } from "../../src/lambda/function-runtime.ts";
import { sweepLine, warnNotSwept } from "../../src/lambda/invocation-line.ts";
import { handlerOf } from "../../src/lambda/lambda-handler.ts";
import { lambdaRuntime } from "../../src/lambda/lambda-runtime.ts";
import { log } from "../../src/lambda/log.ts";
import {
  busPublisher,
  machineBells,
  machineExecutions,
  machineStarter,
} from "../../src/lambda/outbound-ports.ts";
import { openSweepContext } from "../../src/sweep/open-context.ts";
import { sweep } from "../../src/sweep/sweep.ts";

const ports = {
  starter: machineStarter,
  executions: machineExecutions,
  publish: busPublisher,
  bells: machineBells,
};
const own = initFunction();
const context = openSweepContext(lambdaRuntime("sweep", ports, own));

/** Whatever event called it, the ledger and the world say what there is to do. */
export const handler = handlerOf(
  z.unknown(),
  async () => {
    const report = await sweep(context);
    warnNotSwept(report, log);
    own.meter?.measure(sweepMeasurements(report.counts));
    return report;
  },
  { name: "sweep", line: sweepLine, meter: own.meter },
);
