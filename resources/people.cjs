/** @typedef {{ Effect: string, Action: string[], Resource: unknown, Condition?: unknown }} Statement */

const ledger = { "Fn::GetAtt": ["Ledger", "Arn"] };
const operate = { "Fn::GetAtt": ["OperateLambdaFunction", "Arn"] };
const machines = ["Rollout", "Retirement", "Recycle", "Scan"].map((name) => ({ Ref: name }));
/** @param {string} text */
const sub = (text) => ({ "Fn::Sub": text });
/** @param {string[]} Action @param {unknown} Resource @param {object} [more] @returns {Statement} */
const allow = (Action, Resource, more = {}) => ({ Effect: "Allow", Action, Resource, ...more });

/** What `moult doctor`, `status`, `plan` and `fleet adopt` read. Reads of servers, groups and load balancers take no resource. */
const viewer = [
  allow(["dynamodb:GetItem", "dynamodb:Query"], ledger),
  allow(
    ["states:DescribeExecution"],
    ["rollout", "retirement", "recycle", "scan"].map((machine) =>
      sub(
        `arn:\${AWS::Partition}:states:\${AWS::Region}:\${AWS::AccountId}:execution:\${AWS::StackName}-${machine}:*`,
      ),
    ),
  ),
  allow(["cloudformation:DescribeStacks", "cloudformation:ListStackResources"], { Ref: "AWS::StackId" }),
  allow(["events:DescribeRule"], sub("arn:${AWS::Partition}:events:${AWS::Region}:${AWS::AccountId}:rule/*")),
  allow(["sqs:GetQueueAttributes"], { "Fn::GetAtt": ["DeadLetters", "Arn"] }),
  allow(["cloudtrail:GetTrailStatus"], sub("arn:${AWS::Partition}:cloudtrail:*:*:trail/*")),
  allow(
    ["ssm:GetParameter", "ssm:GetParameters"],
    sub("arn:${AWS::Partition}:ssm:${AWS::Region}:${AWS::AccountId}:parameter${self:custom.channels}*"),
  ),
  allow(
    ["imagebuilder:GetImage", "imagebuilder:ListImagePipelineImages"],
    [
      sub("arn:${AWS::Partition}:imagebuilder:${AWS::Region}:*:image/*"),
      sub("arn:${AWS::Partition}:imagebuilder:${AWS::Region}:*:image-pipeline/*"),
    ],
  ),
  allow(
    [
      "autoscaling:DescribeAccountLimits",
      "autoscaling:DescribeAutoScalingGroups",
      "autoscaling:DescribeInstanceRefreshes",
      "autoscaling:DescribeLifecycleHooks",
      "autoscaling:DescribeNotificationConfigurations",
      "autoscaling:DescribePolicies",
      "autoscaling:DescribeScalingActivities",
      "autoscaling:DescribeScheduledActions",
      "autoscaling:DescribeTrafficSources",
      "cloudtrail:DescribeTrails",
      "cloudwatch:DescribeAlarms",
      "cloudwatch:GetMetricData",
      "ec2:DescribeImages",
      "ec2:DescribeInstanceConnectEndpoints",
      "ec2:DescribeInstanceStatus",
      "ec2:DescribeInstances",
      "ec2:DescribeLaunchTemplateVersions",
      "ec2:DescribeLaunchTemplates",
      "ec2:DescribeSubnets",
      "ec2:DescribeTags",
      "elasticloadbalancing:DescribeAccountLimits",
      "elasticloadbalancing:DescribeListeners",
      "elasticloadbalancing:DescribeLoadBalancerAttributes",
      "elasticloadbalancing:DescribeLoadBalancers",
      "elasticloadbalancing:DescribeRules",
      "elasticloadbalancing:DescribeTags",
      "elasticloadbalancing:DescribeTargetGroupAttributes",
      "elasticloadbalancing:DescribeTargetGroups",
      "elasticloadbalancing:DescribeTargetHealth",
      "ssm:DescribeInstanceInformation",
      "ssm:GetCalendarState",
      "ssm:ListCommandInvocations",
      "ssm:ListCommands",
    ],
    "*",
  ),
];

/** Since October 2025 a URL asks for both; the second only by way of the URL, where AWS says who signed (aws-facts 9). */
const operator = [
  ...viewer,
  allow(["lambda:InvokeFunctionUrl"], operate, {
    Condition: { StringEquals: { "lambda:FunctionUrlAuthType": "AWS_IAM" } },
  }),
  allow(["lambda:InvokeFunction"], operate, {
    Condition: { Bool: { "lambda:InvokedViaFunctionUrl": "true" } },
  }),
];

const ofAFleet = { Null: { "aws:ResourceTag/moult:fleet": "false" } };

/** Adopting writes the ledger, releasing takes tags off and gives holds back; a sweep starts what is due. */
const admin = [
  ...operator,
  allow(["dynamodb:DeleteItem", "dynamodb:UpdateItem"], ledger),
  allow(["states:StartExecution"], machines),
  allow(
    [
      "autoscaling:DeleteTags",
      "autoscaling:ResumeProcesses",
      "autoscaling:SuspendProcesses",
      "autoscaling:UpdateAutoScalingGroup",
    ],
    sub(
      "arn:${AWS::Partition}:autoscaling:${AWS::Region}:${AWS::AccountId}:autoScalingGroup:*:autoScalingGroupName/*",
    ),
    { Condition: ofAFleet },
  ),
  allow(["ec2:DeleteTags"], sub("arn:${AWS::Partition}:ec2:${AWS::Region}:${AWS::AccountId}:instance/*"), {
    Condition: ofAFleet,
  }),
  allow(
    ["events:PutEvents"],
    sub("arn:${AWS::Partition}:events:${AWS::Region}:${AWS::AccountId}:event-bus/default"),
    { Condition: { StringEquals: { "events:source": "moult" } } },
  ),
];

module.exports = { viewer, operator, admin };
