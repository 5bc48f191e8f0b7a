import type { Ended } from "../report/spawned.ts";
import type { Lab } from "./lab.ts";

/** Starts a rollout of this image as a person does at the command line, and watches it to its end. */
export const startByHand = (lab: Lab, fleet: string, image: string): Promise<Ended> =>
  lab.moult(["rollout", "start", fleet, "--image", image, "--engine", "step-functions", "--confirm", fleet]);
