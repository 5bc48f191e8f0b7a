import type { Action } from "@aws-sdk/client-elastic-load-balancing-v2";
import type { PutEventsRequestEntry } from "@aws-sdk/client-eventbridge";
import type { SendCommandCommandInput } from "@aws-sdk/client-ssm";
import { ServiceFault } from "../services/operation.ts";
import { documentArn } from "../services/ssm/documents/store.ts";
import { targetsOf } from "../services/ssm/command-targets.ts";
import type { World } from "../world/world.ts";
import { type Touched, type TouchedBy, tagKeys, text } from "./call-facts.ts";

type Calls = Readonly<Record<string, TouchedBy>>;

const template: TouchedBy = ({ LaunchTemplateId, LaunchTemplateName }, world) => {
  const all = [...world.state.launchTemplates.values()];
  const found = all.find(({ id, name }) => id === LaunchTemplateId || name === LaunchTemplateName);
  const id = found?.id ?? text(LaunchTemplateId) ?? "*";
  const keys = tagKeys(found?.tags, "aws:ResourceTag", "ec2:ResourceTag");
  return [{ resource: world.arn("ec2", `launch-template/${id}`), keys }];
};

export const ec2Calls: Calls = {
  CreateLaunchTemplateVersion: template,
  DeleteLaunchTemplateVersions: template,
};

/** Whoever writes an action that authenticates by Cognito is asked for the pool (ALB/listener-authenticate-users). */
const userPools = (actions: unknown): Touched[] =>
  ((actions ?? []) as readonly Action[]).flatMap(({ AuthenticateCognitoConfig: cognito }) =>
    cognito?.UserPoolArn === undefined
      ? []
      : [{ action: "cognito-idp:DescribeUserPoolClient", resource: cognito.UserPoolArn, keys: {} }],
  );

const prefixes = ["aws:ResourceTag", "elasticloadbalancing:ResourceTag"];

export const loadBalancingCalls: Calls = {
  ModifyListener: ({ ListenerArn, DefaultActions }, { state }) => {
    const arn = text(ListenerArn) ?? "*";
    return [
      { resource: arn, keys: tagKeys(state.listeners.get(arn)?.tags, ...prefixes) },
      ...userPools(DefaultActions),
    ];
  },
  ModifyRule: ({ RuleArn, Actions }, { state }) => {
    const arn = text(RuleArn) ?? "*";
    return [{ resource: arn, keys: tagKeys(state.rules.get(arn)?.tags, ...prefixes) }, ...userPools(Actions)];
  },
};

/** The document, and each server that the command would go to, by its own tags. */
const sending: TouchedBy = (given, world) => {
  const { DocumentName = "", InstanceIds, Targets } = given as unknown as SendCommandCommandInput;
  const servers = targeted(world, InstanceIds, Targets).map((id) => ({
    resource: world.arn("ec2", `instance/${id}`),
    keys: tagKeys(world.state.instances.get(id)?.tags, "ssm:resourceTag", "aws:ResourceTag"),
  }));
  return [{ resource: documentArn(world, DocumentName), keys: {} }, ...servers];
};

// What the call itself refuses has nothing to be permitted.
function targeted(
  world: World,
  ...targets: Parameters<typeof targetsOf> extends [World, ...infer T] ? T : never
) {
  try {
    return targetsOf(world, ...targets);
  } catch (error) {
    if (error instanceof ServiceFault) return [];
    throw error;
  }
}

const namedDocument: TouchedBy = ({ Name }, world) => [
  { resource: documentArn(world, text(Name) ?? "*"), keys: {} },
];

const parameterOf = (name: string, world: World): Touched => ({
  resource: world.arn("ssm", `parameter/${name.replace(/^\//, "")}`),
  keys: {},
});

const namedParameter: TouchedBy = ({ Name }, world) => [parameterOf(text(Name) ?? "*", world)];
const taggedParameter: TouchedBy = ({ ResourceId }, world) => [parameterOf(text(ResourceId) ?? "*", world)];

export const systemsManagerCalls: Calls = {
  AddTagsToResource: taggedParameter,
  GetParameter: namedParameter,
  GetParameterHistory: namedParameter,
  LabelParameterVersion: namedParameter,
  ListTagsForResource: taggedParameter,
  RemoveTagsFromResource: taggedParameter,
  UnlabelParameterVersion: namedParameter,
  // Each of them has to be granted, or the whole call is refused.
  GetParameters: ({ Names }, world) => ((Names ?? []) as string[]).map((name) => parameterOf(name, world)),
  GetCalendarState: ({ CalendarNames }, world) =>
    ((CalendarNames ?? []) as string[]).map((name) => ({ resource: documentArn(world, name), keys: {} })),
  CreateDocument: namedDocument,
  UpdateDocument: namedDocument,
  DeleteDocument: namedDocument,
  SendCommand: sending,
};

/** One bus after the other, with the sources and types of all of its entries. */
const putting: TouchedBy = ({ Entries }, world) => {
  const entries = (Entries ?? []) as readonly PutEventsRequestEntry[];
  const busOf = ({ EventBusName = "default" }: PutEventsRequestEntry): string =>
    EventBusName.startsWith("arn:") ? EventBusName : world.arn("events", `event-bus/${EventBusName}`);
  return [...Map.groupBy(entries, busOf)].map(
    ([resource, own]): Touched => ({
      resource,
      keys: {
        "events:source": own.map(({ Source = "" }) => Source),
        "events:detail-type": own.map(({ DetailType = "" }) => DetailType),
      },
    }),
  );
};

export const eventCalls: Calls = { PutEvents: putting };

export const imageBuilderCalls: Calls = {
  GetImage: ({ imageBuildVersionArn }) => [{ resource: text(imageBuildVersionArn) ?? "*", keys: {} }],
  ListImagePipelineImages: ({ imagePipelineArn }) => [{ resource: text(imagePipelineArn) ?? "*", keys: {} }],
};

const alarms: TouchedBy = ({ AlarmNames }, world) => {
  const names = Array.isArray(AlarmNames) && AlarmNames.length > 0 ? (AlarmNames as string[]) : ["*"];
  return names.map((name) => ({ resource: world.arn("cloudwatch", `alarm:${name}`), keys: {} }));
};

export const cloudWatchCalls: Calls = { DescribeAlarms: alarms };
