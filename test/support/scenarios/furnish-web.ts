import { type Account, furnishAccount } from "../../../rehearsal/account.ts";
import { type FleetDeclaration, fleetSchema } from "../../../src/domain/declaration/fleet.ts";
import { beginLife } from "./begin-process.ts";
import { everywhere } from "./everywhere.ts";
import type { ScenarioPlan, Web } from "./harness.ts";
import { QUICK } from "./open-web.ts";

/** Makes the account, lets moult learn of the fleet, and lets users in. */
export async function furnishWeb(web: Web): Promise<Account> {
  const { servers = 4, strategy = "alb-weighted", image = QUICK, group = {}, waysIn } = web.plan;
  const loadBalancer =
    ({ "nlb-weighted": "network", none: "none" } as const)[strategy as string] ?? "application";
  const account = await furnishAccount(web.simulator, {
    name: "web",
    servers,
    image,
    loadBalancer,
    checkIntervalSeconds: 5,
    drainSeconds: 60,
    group,
    ...(web.plan.template && { template: web.plan.template }),
    ...(waysIn && { waysIn }),
    ...everywhere.account,
  });
  Object.assign(web, { account });
  await web.plan.before?.(web);
  await web.minutes(5);
  await beginLife(web, fleetSchema.parse(declarationOf(web.plan, account)), declarationOf(web.plan, account));
  if (loadBalancer !== "none") {
    for (const rule of account.pairs.flatMap(({ rules }) => rules))
      web.traffic.start({ ...entranceOf(rule), requestsPerSecond: 100 });
    await web.minutes(1);
  }
  return account;
}

const entranceOf = (arn: string) =>
  arn.includes(":listener-rule/") ? { ruleArn: arn } : { listenerArn: arn };

/** The declaration of the scenario's fleet. */
export function declarationOf(plan: ScenarioPlan, account: Account): FleetDeclaration {
  const { strategy = "alb-weighted", declaration = {}, waysIn } = plan;
  const steps = { steps: ["10%", "50%", "100%"], pause: "30s", ...plan.traffic };
  const only = { targetGroups: [...account.targetGroups] };
  const traffic = {
    "alb-weighted": {
      strategy,
      ...(waysIn ? { pairs: account.pairs } : { rule: account.listener, ...only }),
      ...steps,
    },
    "nlb-weighted": {
      strategy,
      ...(waysIn ? { pairs: account.pairs } : { listener: account.listener, ...only }),
      ...steps,
    },
    "target-group": { strategy, targetGroup: account.targetGroups[0] },
    none: { strategy },
  }[strategy];
  return {
    fleet: "web",
    template: account.template,
    image: { channel: account.channel },
    traffic,
    gates: [{ kind: "target-health" }],
    bake: "2m",
    retire: { drain: "60s" },
    ...declaration,
  } as FleetDeclaration;
}
