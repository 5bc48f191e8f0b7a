/** What `moult fleet adopt` reads; it changes nothing in AWS (test/views/doctor asks the simulator what it was asked). */
export const ADOPT_ACTIONS: readonly string[] = [
  "autoscaling:DescribeAutoScalingGroups",
  "autoscaling:DescribeInstanceRefreshes",
  "autoscaling:DescribeLifecycleHooks",
  "autoscaling:DescribeNotificationConfigurations",
  "autoscaling:DescribePolicies",
  "autoscaling:DescribeScheduledActions",
  "cloudwatch:DescribeAlarms",
  "ec2:DescribeImages",
  "ec2:DescribeInstances",
  "ec2:DescribeLaunchTemplateVersions",
  "ec2:DescribeLaunchTemplates",
  "ec2:DescribeSubnets",
  "ec2:DescribeTags",
  "elasticloadbalancing:DescribeListeners",
  "elasticloadbalancing:DescribeLoadBalancerAttributes",
  "elasticloadbalancing:DescribeLoadBalancers",
  "elasticloadbalancing:DescribeRules",
  "elasticloadbalancing:DescribeTags",
  "elasticloadbalancing:DescribeTargetGroupAttributes",
  "elasticloadbalancing:DescribeTargetGroups",
  "elasticloadbalancing:DescribeTargetHealth",
  "ssm:GetCalendarState",
];

/** What `moult rollout start` asks of the machine. */
export const START_ACTIONS: readonly string[] = ["states:StartExecution"];

/** What a command reads and writes of a shared ledger. */
export const LEDGER_ACTIONS: readonly string[] = [
  "dynamodb:DeleteItem",
  "dynamodb:GetItem",
  "dynamodb:Query",
  "dynamodb:UpdateItem",
];
