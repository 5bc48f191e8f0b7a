type Input = Readonly<Record<string, unknown>>;

/** A token bucket, and the calls that draw on it. */
export interface Quota {
  readonly service: string;
  readonly actions: RegExp;
  /** Tokens the bucket holds at most, and how many flow back in each second. */
  readonly capacity: number;
  readonly refill: number;
  /** True: each action has a bucket of its own; false: all actions named here share one. */
  readonly perAction: boolean;
  /** Tokens that one call takes, when it is not one. */
  readonly cost?: (input: Input) => number;
  /** Draws on this bucket only if so. */
  readonly when?: (input: Input) => boolean;
}

const list = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);

/** Neither filtered nor paginated: nothing but, at most, DryRun is given. */
const isFullScan = (input: Input): boolean => Object.keys(input).every((name) => name === "DryRun");

/**
 * Request quotas per account and Region (aws-facts 2). EC2 counts each action by itself
 * (https://docs.aws.amazon.com/ec2/latest/devguide/ec2-api-throttling.html: "each API is evaluated individually").
 */
export const QUOTAS: readonly Quota[] = [
  ...ec2(/^(Describe|List|Search|Get)/, 100, 20),
  { ...quota("ec2", /^Describe/, 50, 10), perAction: true, when: isFullScan },
  ...ec2(/^(RunInstances|StartInstances)$/, 5, 2),
  ...ec2(/^(CreateTags|DeleteTags)$/, 100, 10),
  ...ec2(
    /^(TerminateInstances|CreateLaunchTemplateVersion|ModifyLaunchTemplate|DeregisterImage|DeleteSnapshot)$/,
    100,
    5,
  ),
  ...ec2(/^CopyImage$/, 100, 1),
  ...ec2(
    /^(?!Describe|List|Search|Get|RunInstances$|StartInstances$|CreateTags$|DeleteTags$|TerminateInstances$|CreateLaunchTemplateVersion$|ModifyLaunchTemplate$|DeregisterImage$|DeleteSnapshot$|CopyImage$)/,
    50,
    5,
  ),
  // Resource buckets: one token per instance.
  { ...quota("ec2", /^RunInstances$/, 1000, 2), cost: (input) => Number(input.MaxCount ?? 1) },
  { ...quota("ec2", /^TerminateInstances$/, 1000, 20), cost: (input) => list(input.InstanceIds).length },

  // Elastic Load Balancing. The page gives reads 200/50 in its table and 40/10 in its text: the table is taken.
  quota("elasticloadbalancing", /^Describe/, 200, 50),
  quota("elasticloadbalancing", /^(Register|Deregister)Targets$/, 20, 4),
  quota("elasticloadbalancing", /^(?!Describe|RegisterTargets|DeregisterTargets)/, 20, 3),
  // The account-wide bucket, for all that is not a read: 200 reads cannot come out of a bucket of 40.
  quota("elasticloadbalancing", /^(?!Describe)/, 40, 10),

  // Auto Scaling: one bucket for all actions, whose size AWS does not publish. 100/10 is this simulator's choice.
  quota("autoscaling", /./, 100, 10),

  quota("ssm", /^GetParameter/, 40, 40),
  quota("ssm", /^PutParameter$/, 3, 3),
  quota("ssm", /^DeleteParameter$/, 3, 3),
];

function quota(service: string, actions: RegExp, capacity: number, refill: number): Quota {
  return { service, actions, capacity, refill, perAction: false };
}

function ec2(actions: RegExp, capacity: number, refill: number): Quota[] {
  return [{ ...quota("ec2", actions, capacity, refill), perAction: true }];
}

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
