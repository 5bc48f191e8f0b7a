import { addControlPlane, killControlPlane } from "../../processes/control-planes.ts";
import type { FaultKind } from "../fault-kind.ts";

const MOST_MS = 5000;

/** Two control planes whose clocks are up to five seconds off, each in its own direction. */
export const clockSkew: FaultKind = {
  name: "clock-skew",
  begin: ({ chaos, random }) => {
    const [first] = chaos.controlPlanes;
    if (first) killControlPlane(chaos, first);
    addControlPlane(chaos, random.integer(-MOST_MS, MOST_MS));
    addControlPlane(chaos, random.integer(-MOST_MS, MOST_MS));
    chaos.count("clock-skew");
  },
};
