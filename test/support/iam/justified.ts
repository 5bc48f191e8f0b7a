/** Declared and never seen in use by the scenarios, each with the reason. Empty reasons and needless rows fail. */
export const NOT_SEEN: readonly { readonly function: string; readonly what: string; readonly why: string }[] =
  [
    {
      function: "image-published",
      what: "sqs:SendMessage",
      why: "Lambda itself sends what was tried in vain to the dead letters, in the function's role",
    },
    { function: "instance-reported", what: "sqs:SendMessage", why: "as for image-published" },
    { function: "sweep", what: "sqs:SendMessage", why: "as for image-published" },
    {
      function: "await-approval",
      what: "states:SendTaskSuccess",
      why: "only where the answer comes as the bell is hung up: test/rollout/states/await-approval.test.ts",
    },
    ...[
      "autoscaling:DescribeAutoScalingGroups",
      "autoscaling:DescribeScheduledActions",
      "autoscaling:SuspendProcesses",
      "autoscaling:UpdateAutoScalingGroup",
    ].map((what) => ({
      function: "await-approval",
      what,
      why: "as validate-green: what of blue's schedule falls due while an answer is waited for",
    })),
    {
      function: "operate",
      what: "dynamodb:DeleteItem",
      why: "no scenario's person goes by the door: test/iam/people.test.ts has acts done under this role",
    },
    {
      function: "operate",
      what: "dynamodb:GetItem",
      why: "no scenario's person goes by the door: test/iam/people.test.ts has acts done under this role",
    },
    {
      function: "operate",
      what: "dynamodb:Query",
      why: "no scenario's person goes by the door: test/iam/people.test.ts has acts done under this role",
    },
    {
      function: "operate",
      what: "dynamodb:UpdateItem",
      why: "no scenario's person goes by the door: test/iam/people.test.ts has acts done under this role",
    },
    {
      function: "operate",
      what: "states:StartExecution",
      why: "no scenario's person goes by the door: test/iam/people.test.ts has acts done under this role",
    },
    {
      function: "operate",
      what: "states:SendTaskSuccess",
      why: "no scenario's person goes by the door: test/iam/people.test.ts has acts done under this role",
    },
    ...["admit", "close-rollout", "image-published", "instance-reported", "close-recycle"].map((name) => ({
      function: name,
      what: "arn:aws:states:us-east-1:123456789012:stateMachine:moult-dev-recycle",
      why: "what it decides about may be servers alone: seen of the scan and the sweep, which decide by the same code",
    })),
    ...[
      "imagebuilder:GetImage",
      "imagebuilder:ListImagePipelineImages",
      "ssm:GetCalendarState",
      "states:StartExecution",
    ].map((what) => ({
      function: "admit-recycle",
      what,
      why: "as admit: it decides again by the same code, reads what the declaration names, and starts what is decided otherwise",
    })),
    {
      function: "launch-substitutes",
      what: "autoscaling:DescribeScalingActivities",
      why: "asked when the time for launches is over: test/scenarios/recycle-unlaunched.test.ts",
    },
    {
      function: "launch-substitutes",
      what: "ec2:DescribeInstances",
      why: "asked from the second batch on, whose servers were seen a while ago: test/recycle/states/launch-substitutes.test.ts",
    },
    {
      function: "end-servers",
      what: "cloudwatch:DescribeAlarms",
      why: "asked where an alarm gate is declared: test/scenarios/recycle-alarms.test.ts",
    },
    {
      function: "end-servers",
      what: "autoscaling:UpdateAutoScalingGroup",
      why: "asked where a group was full, or a substitute takes nobody's place: test/recycle/states/end-servers.test.ts",
    },
    ...["autoscaling:DescribeAutoScalingGroups", "elasticloadbalancing:DescribeTargetHealth"].map((what) => ({
      function: "hand-off",
      what,
      why: "asked where a proof takes longer than a minute: test/scenarios/recycle-ill.test.ts",
    })),
    ...["hand-off", "validate-substitutes"].map((name) => ({
      function: name,
      what: "arn:aws:ssm:us-east-1:123456789012:document/*",
      why: "a gate may name a document of this account",
    })),
    ...["launch-substitutes", "restore-servers"].map((name) => ({
      function: name,
      what: "autoscaling:CompleteLifecycleAction",
      why: "what scaling launches beside a batch is let go on: test/recycle/states",
    })),
    ...[
      "ec2:DescribeInstanceStatus",
      "ec2:DescribeInstances",
      "elasticloadbalancing:DescribeTargetGroups",
    ].map((what) => ({
      function: "validate-substitutes",
      what,
      why: "gates of instance-status and http: test/recycle/states/validate-substitutes.test.ts",
    })),
    {
      function: "launch-green",
      what: "iam:CreateServiceLinkedRole",
      why: "AWS asks for it once in an account, for its first Auto Scaling group",
    },
    {
      function: "observe-green",
      what: "cognito-idp:DescribeUserPoolClient",
      why: "as for ModifyRule, of a rule that authenticates by Cognito",
    },
    {
      function: "validate-green",
      what: "cognito-idp:DescribeUserPoolClient",
      why: "as for observe-green",
    },
    {
      function: "observe-green",
      what: "elasticloadbalancing:DescribeRules",
      why: "asked where the fleet names a rule and not a listener, before green's first step",
    },
    {
      function: "observe-green",
      what: "elasticloadbalancing:ModifyRule",
      why: "asked where somebody gives a green of such a fleet traffic before its first step",
    },
    {
      function: "observe-green",
      what: "arn:aws:elasticloadbalancing:us-east-1:123456789012:listener-rule/app/*",
      why: "as for ModifyRule",
    },
    {
      function: "observe-green",
      what: "arn:aws:elasticloadbalancing:us-east-1:123456789012:listener/net/*",
      why: "as for ModifyRule, of a Network Load Balancer",
    },
    {
      function: "validate-green",
      what: "elasticloadbalancing:DescribeRules",
      why: "as for observe-green",
    },
    {
      function: "validate-green",
      what: "elasticloadbalancing:ModifyRule",
      why: "asked where somebody gives a green of such a fleet traffic before its first step",
    },
    {
      function: "validate-green",
      what: "arn:aws:elasticloadbalancing:us-east-1:123456789012:listener-rule/app/*",
      why: "as for ModifyRule",
    },
    {
      function: "validate-green",
      what: "arn:aws:elasticloadbalancing:us-east-1:123456789012:listener/net/*",
      why: "as for ModifyRule, of a Network Load Balancer",
    },
    {
      function: "bake",
      what: "autoscaling:DescribeTrafficSources",
      why: "the read of traffic is one for all strategies; a bake asks it of weights alone",
    },
    {
      function: "bake",
      what: "elasticloadbalancing:DescribeRules",
      why: "asked where the fleet names a rule and not a listener, in a bake of some minutes",
    },
    {
      function: "retire-blue",
      what: "ec2:DescribeLaunchTemplateVersions",
      why: "asked only where a template is gone and its deletion is denied (test/chaos/found/under-roles.test.ts)",
    },
    {
      function: "take-down",
      what: "autoscaling:UpdateAutoScalingGroup",
      why: "a rollout takes its blue to zero before it hands over; asked where somebody has grown it since, or a read has not shown it",
    },
    {
      function: "take-down",
      what: "ec2:DescribeLaunchTemplateVersions",
      why: "as for retire-blue",
    },
  ];

/** Actions that can be narrowed and are allowed on every resource. */
export const ON_EVERY_RESOURCE: Readonly<Record<string, string>> = {
  "cloudwatch:DescribeAlarms": "a read; composite alarms are answered only to whoever may describe all",
};

/** Changes that AWS could bind to a tag of the resource and that are bound to something else. */
export const BOUND_OTHERWISE: Readonly<Record<string, string>> = {
  "autoscaling:CreateAutoScalingGroup": "there is no group yet: the tag is asked of the request",
  "ec2:RunInstances":
    "asked of the template; all else that a launch touches has to come from a tagged template",
  "ec2:CreateTags": "only within a launch",
  "ssm:SendCommand": "documents of AWS carry no tags; the servers that a command goes to are bound",
};
