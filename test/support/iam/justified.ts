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
