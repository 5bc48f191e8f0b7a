import {
  type Action,
  DescribeListenersCommand,
  DescribeRulesCommand,
  type ElasticLoadBalancingV2Client,
  ModifyListenerCommand,
  ModifyRuleCommand,
} from "@aws-sdk/client-elastic-load-balancing-v2";
import type { ListenerAction } from "../../domain/traffic-strategy.ts";
import { InvalidInput, NotFound } from "../../errors/errors.ts";

/** All actions of a rule, or the default actions of a listener, as AWS has them. Throws NotFound. */
export async function readActions(
  client: ElasticLoadBalancingV2Client,
  arn: string,
): Promise<ListenerAction[]> {
  const actions =
    kindOf(arn) === "rule"
      ? (await client.send(new DescribeRulesCommand({ RuleArns: [arn] }))).Rules?.[0]?.Actions
      : (await client.send(new DescribeListenersCommand({ ListenerArns: [arn] }))).Listeners?.[0]
          ?.DefaultActions;
  if (actions) return actions;
  throw new NotFound(`${arn} does not exist: check traffic in the fleet's declaration`);
}

/**
 * Replaces ALL actions of the rule, or all default actions of the listener (aws-facts 1.4: no etag, the last writer
 * wins), so `actions` is what was just read with only our target groups changed.
 */
export async function writeActions(
  client: ElasticLoadBalancingV2Client,
  arn: string,
  actions: readonly ListenerAction[],
): Promise<void> {
  const written = actions.map(writable);
  if (kindOf(arn) === "rule") {
    await client.send(new ModifyRuleCommand({ RuleArn: arn, Actions: written }));
  } else {
    await client.send(new ModifyListenerCommand({ ListenerArn: arn, DefaultActions: written }));
  }
}

function kindOf(arn: string): "rule" | "listener" {
  if (arn.includes(":listener-rule/")) return "rule";
  if (arn.includes(":listener/")) return "listener";
  throw new InvalidInput(
    `${arn} is the ARN of neither a listener nor a rule: correct traffic in the declaration`,
  );
}

/**
 * What was read is not quite what may be written: a read shows TargetGroupArn beside ForwardConfig, which is refused
 * with two target groups (ELB/Action), and never shows an OIDC client secret, which has to be kept by a flag
 * (ELB/AuthenticateOidcActionConfig) or the action would be refused.
 */
function writable(action: ListenerAction): Action {
  const { TargetGroupArn: _bare, ...rest } = action;
  const { AuthenticateOidcConfig: oidc, ...written } = (
    action.ForwardConfig?.TargetGroups?.length ? rest : action
  ) as Action;
  if (!oidc) return written;
  return {
    ...written,
    AuthenticateOidcConfig:
      oidc.ClientSecret === undefined ? { ...oidc, UseExistingClientSecret: true } : oidc,
  };
}
