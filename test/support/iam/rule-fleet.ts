import {
  CreateRuleCommand,
  ModifyListenerCommand,
  ModifyRuleCommand,
} from "@aws-sdk/client-elastic-load-balancing-v2";
import type { FleetDeclaration } from "../../../src/domain/declaration/fleet.ts";
import type { ScenarioPlan, Web } from "../scenarios/harness.ts";

/** The fleet's traffic goes through a rule of its own; the listener's default answers that nothing is there. */
export function byRule(): ScenarioPlan {
  const declaration: { traffic?: FleetDeclaration["traffic"] } = {};
  return {
    declaration,
    before: async (web) => {
      const rule = await createRule(web);
      const targetGroups = [...web.account.targetGroups] as [string, string];
      declaration.traffic = {
        strategy: "alb-weighted",
        rule,
        targetGroups,
        steps: ["50%", "100%"],
        pause: "30s",
      };
    },
  };
}

async function createRule({ person, account }: Web): Promise<string> {
  const { listener: ListenerArn, targetGroups } = account;
  const { Rules = [] } = await person.elbv2.send(
    new CreateRuleCommand({
      ListenerArn,
      Priority: 1,
      Conditions: [{ Field: "path-pattern", Values: ["/*"] }],
      Actions: [{ Type: "forward", TargetGroupArn: targetGroups[0] }],
      Tags: [{ Key: "moult:fleet", Value: "web" }],
    }),
  );
  const nothing = { StatusCode: "404", ContentType: "text/plain" };
  const DefaultActions = [{ Type: "fixed-response" as const, FixedResponseConfig: nothing }];
  await person.elbv2.send(new ModifyListenerCommand({ ListenerArn, DefaultActions }));
  return Rules[0]?.RuleArn ?? "";
}

/** Somebody sets the share of the second target group, percent. */
export async function moveRule({ person, plan, account }: Web, percent: number): Promise<void> {
  const { traffic } = plan.declaration ?? {};
  const RuleArn = traffic?.strategy === "alb-weighted" ? traffic.rule : "";
  const [a, b] = account.targetGroups;
  const TargetGroups = [
    { TargetGroupArn: a, Weight: 100 - percent },
    { TargetGroupArn: b, Weight: percent },
  ];
  const Actions = [{ Type: "forward" as const, ForwardConfig: { TargetGroups } }];
  await person.elbv2.send(new ModifyRuleCommand({ RuleArn, Actions }));
}
