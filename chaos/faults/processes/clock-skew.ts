import type { FaultKind } from "../../faults.ts";
import { addPlane, killPlane } from "../../processes/planes.ts";

const MOST_MS = 5000;

/** Two control planes whose clocks are up to five seconds off, each in its own direction. */
export const clockSkew: FaultKind = {
  name: "clock-skew",
  begin: ({ stage, random }) => {
    const [first] = stage.planes;
    if (first) killPlane(stage, first);
    addPlane(stage, random.integer(-MOST_MS, MOST_MS));
    addPlane(stage, random.integer(-MOST_MS, MOST_MS));
    stage.count("clock-skew");
  },
};
