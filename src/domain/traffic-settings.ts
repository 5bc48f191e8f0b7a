import * as z from "zod";
import { duration } from "./duration.ts";
import { percent } from "./percent.ts";
import {
  albRule,
  listOfPairs,
  nlbListener,
  pairOfTargetGroups,
  targetGroup,
} from "./traffic-pairs/pair-settings.ts";

const steps = z
  .array(percent(1))
  .min(1)
  .default([100])
  .superRefine((list, context) => {
    if (list.some((step, index) => index > 0 && step <= (list[index - 1] ?? 0))) {
      context.addIssue({
        code: "custom",
        message: `must ascend, is ${list.map((step) => `${step}%`).join(", ")}`,
      });
    }
    if (list.at(-1) !== 100) context.addIssue({ code: "custom", message: "must end at 100%" });
  });

const weighted = {
  steps: steps.describe(
    "Green's share of the traffic, step by step; ascending, ending at 100%. Default [100%].",
  ),
  pause: duration(0, 86_400)
    .default(30)
    .describe("How long each step is watched before the next. Default 30s."),
};
const pairs =
  "Rules that send requests to one pair of target groups, where there are several: all are moved together, in this order. Instead of one rule or listener with targetGroups.";
const pair = "The two target groups: one has blue's servers, the other one gets green's.";

interface Context {
  addIssue(issue: {
    readonly code: "custom";
    readonly path: string[];
    readonly message: string;
    readonly params: { readonly wayOut: string; readonly atKey: true };
  }): void;
}

/** Of the two ways to name rules and target groups exactly one: one rule with its pair, or `pairs`. */
function oneWay(value: object, context: Context): void {
  const rule = "strategy" in value && value.strategy === "nlb-weighted" ? "listener" : "rule";
  const has = (key: string): boolean => (value as Record<string, unknown>)[key] !== undefined;
  for (const key of [rule, "targetGroups"]) {
    if (has("pairs") === !has(key)) continue;
    const message = has(key) ? "stands beside pairs, which names rules and target groups, too" : "is missing";
    const wayOut = has(key) ? "keep one or the other" : "add it, or pairs";
    context.addIssue({ code: "custom", path: [key], message, params: { wayOut, atKey: true } });
  }
}

// Also where something else is wrong: all faults are told at once.
const ALWAYS = { when: ({ value }: { value: unknown }) => typeof value === "object" && value !== null };

/**
 * Two target groups behind a listener or rule of an Application Load Balancer, or several such pairs behind the rules of
 * each; weights move the traffic.
 */
const albWeighted = z
  .strictObject({
    strategy: z
      .literal("alb-weighted")
      .describe("Two target groups behind one listener or rule of an Application Load Balancer."),
    rule: albRule.optional().describe("The ARN of the listener or rule whose weights are moved."),
    targetGroups: pairOfTargetGroups.optional().describe(pair),
    pairs: listOfPairs(albRule).optional().describe(pairs),
    ...weighted,
  })
  .superRefine(oneWay, ALWAYS);

/** The same behind a Network Load Balancer's listeners: weights apply to new connections. */
const nlbWeighted = z
  .strictObject({
    strategy: z
      .literal("nlb-weighted")
      .describe(
        "Two target groups behind a Network Load Balancer's listener; weights apply to new connections.",
      ),
    listener: nlbListener.optional().describe("The ARN of the listener whose weights are moved."),
    targetGroups: pairOfTargetGroups.optional().describe(pair),
    pairs: listOfPairs(nlbListener).optional().describe(pairs),
    ...weighted,
  })
  .superRefine(oneWay, ALWAYS);

/** One target group: green is attached beside blue, then blue is detached. */
const oneTargetGroup = z.strictObject({
  strategy: z
    .literal("target-group")
    .describe("One target group: green is attached beside blue, then blue is detached."),
  targetGroup: targetGroup.describe("The ARN of the target group."),
});

/** Servers that pull their work: there is no traffic to move. */
const none = z.strictObject({
  strategy: z.literal("none").describe("Servers that pull their work: there is no traffic to move."),
});

export const trafficSettings = z.discriminatedUnion("strategy", [
  albWeighted,
  nlbWeighted,
  oneTargetGroup,
  none,
]);
export type Traffic = z.infer<typeof trafficSettings>;
