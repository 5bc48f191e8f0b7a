import type { AlbRule } from "../traffic-pairs/each-rule.ts";
import { weighted } from "./weighted.ts";

/** Weights of two target groups in one rule of an Application Load Balancer, or in a listener's default action. */
export const albWeighted = weighted<AlbRule>("alb-weighted", ({ rule }) => rule);
