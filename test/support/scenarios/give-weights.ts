import { ModifyListenerCommand } from "@aws-sdk/client-elastic-load-balancing-v2";
import type { Web } from "./harness.ts";

/** Somebody gives green this share of the traffic and blue the rest, as who applies the weights of another day does. */
export function giveGreen({ person, account }: Web, percent: number) {
  const TargetGroups = account.targetGroups.map((TargetGroupArn, index) => ({
    TargetGroupArn,
    Weight: index === 0 ? 100 - percent : percent,
  }));
  const DefaultActions = [{ Type: "forward" as const, ForwardConfig: { TargetGroups } }];
  return person.elbv2.send(new ModifyListenerCommand({ ListenerArn: account.listener, DefaultActions }));
}
