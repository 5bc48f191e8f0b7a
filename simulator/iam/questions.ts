import type { World } from "../world/world.ts";
import { type ActionFacts, type ActionReference, supportsKey, typesOf } from "./action-reference.ts";
import { autoScalingCalls } from "./auto-scaling-calls.ts";
import type { Call, Touched, TouchedBy } from "./call-facts.ts";
import { instanceCalls } from "./instance-calls.ts";
import type { Question } from "./judge.ts";
import {
  cloudWatchCalls,
  ec2Calls,
  eventCalls,
  imageBuilderCalls,
  loadBalancingCalls,
  systemsManagerCalls,
} from "./other-calls.ts";

/** IAM's prefix where it is not the signing name. */
const PREFIXES: Readonly<Record<string, string>> = { monitoring: "cloudwatch" };

const CALLS: Readonly<Record<string, Readonly<Record<string, TouchedBy>>>> = {
  autoscaling: autoScalingCalls,
  cloudwatch: cloudWatchCalls,
  ec2: { ...ec2Calls, ...instanceCalls },
  elasticloadbalancing: loadBalancingCalls,
  events: eventCalls,
  imagebuilder: imageBuilderCalls,
  ssm: systemsManagerCalls,
};

/** Services whose reference has to be loaded to ask anything about a call. */
export const SERVICES_ASKED: readonly string[] = [...Object.keys(CALLS), "cognito-idp", "iam"];

/** Whether all calls of this action ask for the same: none names what it touches. */
export const asksTheSame = ({ service, action }: Pick<Call, "service" | "action">): boolean =>
  CALLS[PREFIXES[service] ?? service]?.[action] === undefined;

/** Everything that a call has to be permitted. STS tells anybody who they are, so that needs nothing. */
export function questionsOf(call: Call, world: World, reference: ActionReference): Question[] {
  const service = PREFIXES[call.service] ?? call.service;
  if (service === "sts") return [];
  const facts = reference.facts(`${service}:${call.action}`);
  // That an action takes no resource is AWS's word, not this file's.
  const takes = !facts.wildcardOnly && facts.resources.some(({ required }) => required);
  const touchedBy = CALLS[service]?.[call.action];
  if (takes && touchedBy === undefined) {
    throw new Error(`Nothing says which resources ${facts.action} touches: add it to simulator/iam.`);
  }
  const touched = touchedBy?.(call.input, world) ?? [{ resource: "*", keys: {} }];
  return touched.map((each) => question(each, facts, reference));
}

/** A question as AWS can ask it: keys that AWS does not know for the action and the resource are not there. */
export function question(touched: Touched, own: ActionFacts, reference: ActionReference): Question {
  const { resource, action, keys } = touched;
  const facts = action === undefined ? own : reference.facts(action);
  const types = resource === "*" ? [] : typesOf(facts, resource);
  if (resource !== "*" && types.length === 0) {
    throw new Error(`${facts.action} takes no resource like ${resource}.`);
  }
  const known = Object.entries(keys).filter(([key]) => supportsKey(facts, types, key));
  return {
    action: facts.action,
    resource,
    context: new Map(known.map(([key, value]) => [key.toLowerCase(), [value].flat()])),
  };
}
