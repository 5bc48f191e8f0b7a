import { DescribeTargetGroupsCommand } from "@aws-sdk/client-elastic-load-balancing-v2";
import { Throttled } from "../../../src/errors/errors.ts";
import { openSweepContext } from "../../../src/sweep/open-context.ts";
import { sweep } from "../../../src/sweep/sweep.ts";
import { giveGreen } from "../../support/scenarios/give-weights.ts";
import { expect, scenario } from "../../support/scenarios/harness.ts";

scenario("neighbours that cannot be read keep nobody from what else is found of a fleet", {}, async (web) => {
  await web.minutes(10);
  await giveGreen(web, 10);
  const { ledger, clock, publish } = web.runtime;
  const { aws } = openSweepContext(web.runtime);
  const elbv2 = {
    send: (command: Parameters<typeof aws.elbv2.send>[0]) => {
      if (command instanceof DescribeTargetGroupsCommand) throw new Throttled("too many");
      return aws.elbv2.send(command);
    },
  };
  const context = { ledger, clock, publish, aws: { ...aws, elbv2 } } as never;
  await expect(sweep(context)).rejects.toThrow("too many");
  const told = (await web.entries()).filter(({ action }) => action === "irregularity");
  expect(told.map(({ reason }) => reason)).toContainEqual(
    expect.stringContaining("where no generation is live"),
  );
  await giveGreen(web, 0);
});
