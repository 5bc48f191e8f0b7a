import type { Traffic } from "../traffic-settings.ts";
import { weighted } from "./weighted.ts";

/** Weights of two target groups in one rule of an Application Load Balancer, or in a listener's default action. */
export const albWeighted = weighted<Extract<Traffic, { strategy: "alb-weighted" }>>(
  "alb-weighted",
  ({ rule }) => rule,
);
