import * as z from "zod";

const arn = (what: string, pattern: RegExp) => z.string().regex(pattern, `must be the ARN of ${what}`);

export const targetGroup = arn(
  "a target group",
  /^arn:[a-z-]+:elasticloadbalancing:[^:]+:\d{12}:targetgroup\/.+$/,
);

export const pairOfTargetGroups = z
  .tuple([targetGroup, targetGroup])
  .refine(([first, second]) => first !== second, "must be two different target groups");

export const albRule = arn(
  "an ALB listener or rule",
  /^arn:[a-z-]+:elasticloadbalancing:[^:]+:\d{12}:listener(-rule)?\/app\/.+$/,
);

export const nlbListener = arn(
  "an NLB listener",
  /^arn:[a-z-]+:elasticloadbalancing:[^:]+:\d{12}:listener\/net\/.+$/,
);

/** Rules that send requests to one pair of target groups: all are moved together. */
export const listOfPairs = (rule: typeof albRule) =>
  z
    .array(
      z.strictObject({
        rules: z
          .array(rule)
          .min(1)
          .describe("ARNs of the listeners and rules that send requests to this pair."),
        targetGroups: pairOfTargetGroups.describe(
          "The pair's two target groups. A target group belongs to one load balancer, so each has a pair of its own.",
        ),
      }),
    )
    .min(1)
    .superRefine(
      (pairs, context) => {
        for (const fault of faultsOf(pairs)) context.addIssue({ code: "custom", ...fault });
      },
      // Also where something else is wrong: all faults are told at once.
      { when: ({ value }) => readable.safeParse(value).success },
    );

const readable = z.array(z.object({ rules: z.array(z.string()), targetGroups: z.array(z.string()) }));
type Pairs = z.infer<typeof readable>;

interface PlacedFault {
  readonly path: (string | number)[];
  readonly message: string;
  readonly params: { readonly wayOut: string };
}

const faultsOf = (pairs: Pairs): PlacedFault[] => [
  ...againFaults(pairs, "rules", "keep one of them"),
  ...againFaults(pairs, "targetGroups", "give each pair target groups of its own"),
  ...balancerFaults(pairs),
];

/** What is listed a second time. Twice in one pair of target groups is said by the pair itself. */
function againFaults(pairs: Pairs, key: "rules" | "targetGroups", wayOut: string): PlacedFault[] {
  const first = new Map<string, string>();
  return pairs.flatMap((pair, index) =>
    pair[key].flatMap((each, place) => {
      const before = first.get(each);
      if (before === undefined) {
        first.set(each, `traffic.pairs[${index}].${key}[${place}]`);
        return [];
      }
      if (key === "targetGroups" && before.startsWith(`traffic.pairs[${index}].`)) return [];
      return [{ path: [index, key, place], message: `is listed already at ${before}`, params: { wayOut } }];
    }),
  );
}

/** `app/web/1234` of a listener's or a rule's ARN: which load balancer it is of. */
export const balancerOf = (rule: string): string | undefined =>
  /:listener(?:-rule)?\/((?:app|net)\/[^/]+\/[^/]+)\//u.exec(rule)?.[1];

/** A target group belongs to one load balancer (aws-facts 2), so no pair can be behind two. */
const balancerFaults = (pairs: Pairs): PlacedFault[] =>
  pairs.flatMap(({ rules }, index) => {
    const own = balancerOf(rules[0] ?? "");
    return rules.flatMap((each, place) => {
      const other = balancerOf(each);
      if (own === undefined || other === undefined || other === own) return [];
      const message = `is a rule of load balancer ${other}, the pair's first one of ${own}, and a target group belongs to one load balancer`;
      const wayOut = "give it a pair of its own, with target groups of its own";
      return [{ path: [index, "rules", place], message, params: { wayOut } }];
    });
  });
