import { InvalidInput } from "../errors/errors.ts";

type CommandKind = "read" | "write";

/**
 * Whether each call that this project makes reads or writes. A write changes something in the account, so it is guarded,
 * traced, and never repeated blindly. PutEvents and StartExecution are writes too: a dry run must not send them.
 */
const KINDS: Readonly<Record<string, CommandKind>> = {
  // Auto Scaling and Elastic Load Balancing
  DescribeAccountLimitsCommand: "read",
  // EC2 and Elastic Load Balancing
  DescribeTagsCommand: "read",
  // Auto Scaling and EC2
  DeleteTagsCommand: "write",
  // Auto Scaling
  DescribeAutoScalingGroupsCommand: "read",
  DescribeInstanceRefreshesCommand: "read",
  DescribeLifecycleHooksCommand: "read",
  DescribeNotificationConfigurationsCommand: "read",
  DescribePoliciesCommand: "read",
  DescribeScalingActivitiesCommand: "read",
  DescribeScheduledActionsCommand: "read",
  DescribeTrafficSourcesCommand: "read",
  AttachTrafficSourcesCommand: "write",
  CompleteLifecycleActionCommand: "write",
  CreateAutoScalingGroupCommand: "write",
  CreateOrUpdateTagsCommand: "write",
  DeleteAutoScalingGroupCommand: "write",
  DeleteLifecycleHookCommand: "write",
  DeletePolicyCommand: "write",
  DeleteScheduledActionCommand: "write",
  DetachTrafficSourcesCommand: "write",
  EnableMetricsCollectionCommand: "write",
  EnterStandbyCommand: "write",
  ExitStandbyCommand: "write",
  PutLifecycleHookCommand: "write",
  PutNotificationConfigurationCommand: "write",
  PutScalingPolicyCommand: "write",
  PutScheduledUpdateGroupActionCommand: "write",
  ResumeProcessesCommand: "write",
  SuspendProcessesCommand: "write",
  TerminateInstanceInAutoScalingGroupCommand: "write",
  UpdateAutoScalingGroupCommand: "write",
  // EC2
  DescribeImagesCommand: "read",
  DescribeInstanceConnectEndpointsCommand: "read",
  DescribeInstancesCommand: "read",
  DescribeInstanceStatusCommand: "read",
  DescribeLaunchTemplatesCommand: "read",
  DescribeLaunchTemplateVersionsCommand: "read",
  DescribeSubnetsCommand: "read",
  CreateLaunchTemplateVersionCommand: "write",
  DeleteLaunchTemplateVersionsCommand: "write",
  // Elastic Load Balancing
  DescribeListenersCommand: "read",
  DescribeLoadBalancerAttributesCommand: "read",
  DescribeLoadBalancersCommand: "read",
  DescribeRulesCommand: "read",
  DescribeTargetGroupAttributesCommand: "read",
  DescribeTargetGroupsCommand: "read",
  DescribeTargetHealthCommand: "read",
  ModifyListenerCommand: "write",
  ModifyRuleCommand: "write",
  // What the calendar asks: the price list
  GetProductsCommand: "read",
  // What the doctor asks: CloudFormation, CloudTrail, EventBridge, IAM, SQS, STS
  DescribeRuleCommand: "read",
  DescribeStacksCommand: "read",
  DescribeTrailsCommand: "read",
  GetCallerIdentityCommand: "read",
  GetEventSelectorsCommand: "read",
  GetQueueAttributesCommand: "read",
  GetRoleCommand: "read",
  GetTrailStatusCommand: "read",
  ListStackResourcesCommand: "read",
  SimulatePrincipalPolicyCommand: "read",
  // Systems Manager
  DescribeInstanceInformationCommand: "read",
  GetParameterCommand: "read",
  GetCalendarStateCommand: "read",
  GetParametersCommand: "read",
  ListCommandInvocationsCommand: "read",
  ListCommandsCommand: "read",
  SendCommandCommand: "write",
  // CloudWatch
  DescribeAlarmsCommand: "read",
  GetMetricDataCommand: "read",
  // Image Builder
  GetImageCommand: "read",
  ListImagePipelineImagesCommand: "read",
  // EventBridge
  PutEventsCommand: "write",
  // Step Functions
  DescribeExecutionCommand: "read",
  SendTaskSuccessCommand: "write",
  StartExecutionCommand: "write",
};

/** What a command is, by the name of its class. Throws InvalidInput for a name that is not listed: it fails closed. */
export function commandKind(name: string): CommandKind {
  const kind = Object.hasOwn(KINDS, name) ? KINDS[name] : undefined;
  if (kind) return kind;
  throw new InvalidInput(
    `nobody has said whether ${name} reads or writes, so it is not sent: add it to src/aws/command-kinds.ts`,
  );
}

/** The names that are listed. */
export const listedCommands = (): string[] => Object.keys(KINDS);
