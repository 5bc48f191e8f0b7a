import * as z from "zod";
import { duration } from "./duration.ts";
import { percent } from "./percent.ts";

const arn = (what: string, pattern: RegExp) => z.string().regex(pattern, `must be the ARN of ${what}`);
const targetGroup = arn("a target group", /^arn:[a-z-]+:elasticloadbalancing:[^:]+:\d{12}:targetgroup\/.+$/);

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

const pairOfTargetGroups = z
  .tuple([targetGroup, targetGroup])
  .refine(([first, second]) => first !== second, "must be two different target groups");

const weighted = { targetGroups: pairOfTargetGroups, steps, pause: duration(0, 86_400).default(30) };

/** Two target groups behind one listener or rule of an Application Load Balancer; weights move the traffic. */
const albWeighted = z.strictObject({
  strategy: z.literal("alb-weighted"),
  rule: arn(
    "an ALB listener or rule",
    /^arn:[a-z-]+:elasticloadbalancing:[^:]+:\d{12}:listener(-rule)?\/app\/.+$/,
  ),
  ...weighted,
});

/** The same behind a Network Load Balancer's listener: weights apply to new connections. */
const nlbWeighted = z.strictObject({
  strategy: z.literal("nlb-weighted"),
  listener: arn("an NLB listener", /^arn:[a-z-]+:elasticloadbalancing:[^:]+:\d{12}:listener\/net\/.+$/),
  ...weighted,
});

/** One target group: green is attached beside blue, then blue is detached. */
const oneTargetGroup = z.strictObject({ strategy: z.literal("target-group"), targetGroup });

/** Servers that pull their work: there is no traffic to move. */
const none = z.strictObject({ strategy: z.literal("none") });

export const trafficSettings = z.discriminatedUnion("strategy", [
  albWeighted,
  nlbWeighted,
  oneTargetGroup,
  none,
]);
export type Traffic = z.infer<typeof trafficSettings>;
