import { ModifyListenerCommand } from "@aws-sdk/client-elastic-load-balancing-v2";
import { blueFallsIll } from "../support/scenarios/blue-falls-ill.ts";
import { expect, scenario, type Web } from "../support/scenarios/harness.ts";

/** Somebody gives blue all of the traffic back. */
function putBack({ person, account }: Web) {
  const TargetGroups = account.targetGroups.map((TargetGroupArn, index) => ({
    TargetGroupArn,
    Weight: index === 0 ? 100 : 0,
  }));
  const DefaultActions = [{ Type: "forward" as const, ForwardConfig: { TargetGroups } }];
  return person.elbv2.send(new ModifyListenerCommand({ ListenerArn: account.listener, DefaultActions }));
}

scenario(
  "a blue that answers nowhere loses in the bake what somebody gave it back, and green bakes anew",
  { declaration: { bake: "20m" }, leaves: { lost: true } },
  async (web) => {
    await web.publish();
    await web.until("Bake");
    await blueFallsIll(web);
    await putBack(web);
    await web.until("ShiftTraffic");
    await web.settled();
    expect((await web.rollout()).outcome).toBe("succeeded");
    expect((await web.entries()).filter(({ action }) => action === "shift-again")).toHaveLength(1);
  },
);

scenario(
  "and so it does in its warm time",
  { declaration: { retire: { drain: "60s", warm: "2h" } }, leaves: { lost: true } },
  async (web) => {
    await web.publish();
    await web.until("RetireBlue");
    await web.minutes(5);
    await blueFallsIll(web);
    await putBack(web);
    const since = web.simulator.clock.now();
    await web.minutes(6);
    const set = web.changes().filter(({ action, at }) => action === "ModifyListener" && at > since);
    expect(set).toHaveLength(1);
    await web.settled();
    expect((await web.rollout()).outcome).toBe("succeeded");
  },
);
