type Input = Readonly<Record<string, unknown>>;

/** A token bucket, and the calls that draw on it. */
export interface Quota {
  readonly service: string;
  readonly actions: RegExp;
  /** Tokens the bucket holds at most, and how many flow back in each second. */
  readonly capacity: number;
  readonly refill: number;
  /** True: each action has a bucket of its own. */
  readonly perAction?: boolean;
  /** Tokens that one call takes, when it is not one. */
  readonly cost?: (input: Input) => number;
  /** Draws on this bucket only if so. */
  readonly when?: (input: Input) => boolean;
}

const ec2 = { service: "ec2", perAction: true };
const loadBalancing = { service: "elasticloadbalancing" };
const ssm = { service: "ssm" };

/** Neither filtered nor paginated: nothing but, at most, DryRun is given. */
const isFullScan = (input: Input): boolean => Object.keys(input).every((name) => name === "DryRun");

/**
 * Request quotas per account and Region (aws-facts 2): of each service, a call draws on the first that fits it.
 * EC2 counts each action by itself ("each API is evaluated individually",
 * https://docs.aws.amazon.com/ec2/latest/devguide/ec2-api-throttling.html).
 * The load balancing page gives reads 200/50 in its table and 40/10 in its text: the table is taken.
 * Auto Scaling has one bucket for all actions, whose size AWS does not publish: 100/10 is this simulator's choice.
 */
export const REQUEST_QUOTAS: readonly Quota[] = [
  { ...ec2, actions: /^Describe/, when: isFullScan, capacity: 50, refill: 10 },
  { ...ec2, actions: /^(Describe|List|Search|Get)/, capacity: 100, refill: 20 },
  { ...ec2, actions: /^(Run|Start)Instances$/, capacity: 5, refill: 2 },
  { ...ec2, actions: /^(Create|Delete)Tags$/, capacity: 100, refill: 10 },
  { ...ec2, actions: /^(TerminateInstances|CreateLaunchTemplateVersion)$/, capacity: 100, refill: 5 },
  { ...ec2, actions: /^(ModifyLaunchTemplate|DeregisterImage|DeleteSnapshot)$/, capacity: 100, refill: 5 },
  { ...ec2, actions: /^CopyImage$/, capacity: 100, refill: 1 },
  { ...ec2, actions: /./, capacity: 50, refill: 5 },

  { ...loadBalancing, actions: /^Describe/, capacity: 200, refill: 50 },
  { ...loadBalancing, actions: /^(Register|Deregister)Targets$/, capacity: 20, refill: 4 },
  { ...loadBalancing, actions: /./, capacity: 20, refill: 3 },

  { service: "autoscaling", actions: /./, capacity: 100, refill: 10 },

  { ...ssm, actions: /^GetParameter/, capacity: 40, refill: 40 },
  { ...ssm, actions: /^PutParameter$/, capacity: 3, refill: 3 },
  { ...ssm, actions: /^DeleteParameter$/, capacity: 3, refill: 3 },
];

const length = (value: unknown): number => (Array.isArray(value) ? value.length : 0);

/**
 * Buckets that a call draws on besides the one for its request (aws-facts 2): EC2's are of one token per instance.
 * Load balancing has an account-wide one; reads do not draw on it here, as a burst of 200 does not come out of 40.
 */
export const FURTHER_QUOTAS: readonly Quota[] = [
  {
    ...ec2,
    actions: /^RunInstances$/,
    capacity: 1000,
    refill: 2,
    cost: ({ MaxCount }) => Number(MaxCount ?? 1),
  },
  {
    ...ec2,
    actions: /^TerminateInstances$/,
    capacity: 1000,
    refill: 20,
    cost: ({ InstanceIds }) => length(InstanceIds),
  },
  {
    ...ec2,
    actions: /^StopInstances$/,
    capacity: 1000,
    refill: 20,
    cost: ({ InstanceIds }) => length(InstanceIds),
  },
  { ...loadBalancing, actions: /^(?!Describe)/, capacity: 40, refill: 10 },
];

/** The error that a service answers when its quota is used up. */
export function throttlingError(service: string): {
  readonly code: string;
  readonly status: number;
  readonly message: string;
} {
  if (service === "ec2")
    return { code: "RequestLimitExceeded", status: 503, message: "Request limit exceeded." };
  if (service === "ssm") return { code: "ThrottlingException", status: 400, message: "Rate exceeded" };
  return { code: "Throttling", status: 400, message: "Rate exceeded" };
}
