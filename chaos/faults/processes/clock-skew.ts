import { addPlane, killPlane } from "../../processes/control-planes.ts";
import type { FaultKind } from "../fault-kind.ts";

const MOST_MS = 5000;

/** Two control planes whose clocks are up to five seconds off, each in its own direction. */
export const clockSkew: FaultKind = {
  name: "clock-skew",
  begin: ({ chaos, random }) => {
    const [first] = chaos.planes;
    if (first) killPlane(chaos, first);
    addPlane(chaos, random.integer(-MOST_MS, MOST_MS));
    addPlane(chaos, random.integer(-MOST_MS, MOST_MS));
    chaos.count("clock-skew");
  },
};
