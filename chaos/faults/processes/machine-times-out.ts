import type { FaultKind } from "../fault-kind.ts";

/** Executions end TIMED_OUT, minutes after they began: the plan gives the machine a short time limit. */
export const machineTimesOut: FaultKind = {
  name: "machine-times-out",
  begin: ({ chaos }) => {
    chaos.onBusEvent(({ source, detail }) => {
      if (source === "aws.states" && detail["status"] === "TIMED_OUT") chaos.count("machine-times-out");
    });
  },
};
