import type {
  CreateRuleInput,
  CreateRuleOutput,
  DeleteRuleInput,
  DeleteRuleOutput,
  DescribeRulesInput,
  DescribeRulesOutput,
  ModifyRuleInput,
  ModifyRuleOutput,
  Rule,
  RuleCondition,
  SetRulePrioritiesInput,
  SetRulePrioritiesOutput,
} from "@aws-sdk/client-elastic-load-balancing-v2";
import { type Operation, ServiceFault } from "../../operation.ts";
import { invalid, listenerOf, required, ruleOf } from "../faults.ts";
import { page } from "../pages.ts";
import { limitOf } from "../quotas.ts";
import { rulesOf } from "../routing.ts";
import type { RuleRecord } from "../state.ts";
import { readTags } from "../tag-rules.ts";
import { refreshUse } from "../target-groups/target-use.ts";
import { checkActions } from "./action-checks.ts";
import { apiActions, readActions } from "./actions.ts";
import { addRule, changeRule } from "./rule-changes.ts";

const LAST_PRIORITY = 50_000;

export const createRule: Operation<CreateRuleInput, CreateRuleOutput> = {
  kind: "write",
  accepts: ["ListenerArn", "Conditions", "Priority", "Actions", "Tags"],
  handle(input, { world }) {
    const listener = listenerOf(world.state, input.ListenerArn);
    const priority = checkedPriority(required(input.Priority, "Priority"));
    const others = rulesOf(world.state, listener.arn);
    if (others.some((each) => each.priority === priority)) throw inUse(priority);
    if (others.length > limitOf(world.state, "rules-per-application-load-balancer"))
      throw new ServiceFault("TooManyRules", "The maximum number of rules has been reached");
    const actions = readActions(input.Actions);
    checkActions(world.state, listener, actions);
    const conditions = readConditions(input.Conditions);
    const rule = addRule(world, { listener, priority, conditions, actions, tags: readTags(input.Tags) });
    return { Rules: [apiRule(rule)] };
  },
};

export const modifyRule: Operation<ModifyRuleInput, ModifyRuleOutput> = {
  kind: "write",
  accepts: ["RuleArn", "Conditions", "Actions"],
  handle(input, { world }) {
    const rule = ruleOf(world.state, input.RuleArn);
    if (rule.priority === "default")
      throw new ServiceFault("OperationNotPermitted", `Default rule '${rule.arn}' cannot be modified`);
    const actions = input.Actions && readActions(input.Actions);
    if (actions) checkActions(world.state, listenerOf(world.state, rule.listenerArn), actions);
    const conditions = input.Conditions && readConditions(input.Conditions);
    changeRule(world, rule, { ...(actions && { actions }), ...(conditions && { conditions }) });
    return { Rules: [apiRule(rule)] };
  },
};

export const describeRules: Operation<DescribeRulesInput, DescribeRulesOutput> = {
  kind: "read",
  accepts: ["ListenerArn", "RuleArns", "Marker", "PageSize"],
  handle(input, { state }) {
    if (input.RuleArns === undefined && input.ListenerArn === undefined)
      throw invalid("You must specify either listener rule ARNs or a listener ARN");
    const byArn = input.RuleArns?.map((arn) => ruleOf(state, arn));
    const { items, marker } = page(byArn ?? rulesOf(state, listenerOf(state, input.ListenerArn).arn), input);
    return { Rules: items.map(apiRule), ...marker };
  },
};

export const deleteRule: Operation<DeleteRuleInput, DeleteRuleOutput> = {
  kind: "write",
  accepts: ["RuleArn"],
  handle(input, { world }) {
    const rule = ruleOf(world.state, input.RuleArn);
    if (rule.priority === "default")
      throw new ServiceFault("OperationNotPermitted", `Default rule '${rule.arn}' cannot be deleted`);
    world.state.rules.delete(rule.arn);
    refreshUse(world);
    world.happened("elasticloadbalancing", "rule-deleted", rule.arn);
    return {};
  },
};

export const setRulePriorities: Operation<SetRulePrioritiesInput, SetRulePrioritiesOutput> = {
  kind: "write",
  accepts: ["RulePriorities"],
  handle(input, { world }) {
    const wanted = required(input.RulePriorities, "RulePriorities").map((pair) => ({
      rule: ruleOf(world.state, pair.RuleArn),
      priority: checkedPriority(required(pair.Priority, "Priority")),
    }));
    if (wanted.some(({ rule }) => rule.priority === "default"))
      throw new ServiceFault("OperationNotPermitted", "The priority of a default rule cannot be changed");
    const moving = new Set(wanted.map(({ rule }) => rule.arn));
    for (const { rule, priority } of wanted) {
      const taken = rulesOf(world.state, rule.listenerArn).some(
        (each) => !moving.has(each.arn) && each.priority === priority,
      );
      const twice = wanted.some((each) => each.rule !== rule && each.priority === priority);
      if (taken || twice) throw inUse(priority);
    }
    for (const { rule, priority } of wanted) rule.priority = priority;
    for (const { rule } of wanted) world.happened("elasticloadbalancing", "rule-modified", rule.arn);
    return { Rules: wanted.map(({ rule }) => apiRule(rule)) };
  },
};

function checkedPriority(priority: number): string {
  if (Number.isInteger(priority) && priority >= 1 && priority <= LAST_PRIORITY) return String(priority);
  throw invalid(`Priority '${priority}' must be between 1 and ${LAST_PRIORITY}`);
}

const inUse = (priority: string): ServiceFault =>
  new ServiceFault("PriorityInUse", `Priority '${priority}' is currently in use`);

function readConditions(conditions: readonly RuleCondition[] | undefined): RuleRecord["conditions"] {
  if (conditions === undefined || conditions.length === 0) throw invalid("A condition must be specified");
  return conditions.map((condition) => ({ ...condition }));
}

function apiRule(record: RuleRecord): Rule {
  return {
    RuleArn: record.arn,
    Priority: record.priority,
    Conditions: record.conditions.map((condition) => ({ ...condition })),
    Actions: apiActions(record.actions),
    IsDefault: record.priority === "default",
  };
}
