import type { NlbRule } from "../traffic-pairs/each-rule.ts";
import { weighted } from "./weighted.ts";

/** Weights of two target groups in a Network Load Balancer's listener: new connections follow them (aws-facts 1.4). */
export const nlbWeighted = weighted<NlbRule>("nlb-weighted", ({ listener }) => listener);
