import { ModifyListenerCommand } from "@aws-sdk/client-elastic-load-balancing-v2";
import { sweepOnce } from "../../rehearsal/rehearsal.ts";
import { expect, scenario } from "../support/scenarios/harness.ts";

scenario("weight on a target group where no generation is live", {}, async (web) => {
  const { listener, targetGroups } = web.account;
  const [first = "", second = ""] = targetGroups;
  const weigh = (weight: number) =>
    web.person.elbv2.send(
      new ModifyListenerCommand({
        ListenerArn: listener,
        DefaultActions: [
          {
            Type: "forward",
            ForwardConfig: {
              TargetGroups: [
                { TargetGroupArn: first, Weight: 100 },
                { TargetGroupArn: second, Weight: weight },
              ],
            },
          },
        ],
      }),
    );
  web.traffic.stop();
  await weigh(1);
  const irregularity = `traffic has weight on ${second}, where no generation is live`;
  expect((await sweepOnce(web)).irregularities).toEqual([{ fleet: "web", irregularity, repaired: false }]);
  await weigh(0);
  expect((await sweepOnce(web)).irregularities).toEqual([]);
});
