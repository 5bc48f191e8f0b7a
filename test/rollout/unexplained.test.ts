import {
  CreateAutoScalingGroupCommand,
  DeleteAutoScalingGroupCommand,
  SuspendProcessesCommand,
} from "@aws-sdk/client-auto-scaling";
import { ModifyListenerCommand } from "@aws-sdk/client-elastic-load-balancing-v2";
import { expect, test } from "vitest";
import { sweepOnce } from "../../rehearsal/rehearsal.ts";
import { listEntries } from "../../src/ledger/entries.ts";
import { generationOf } from "./generation-of.ts";
import { writeGeneration } from "../../src/ledger/generations.ts";
import { writeRollout } from "../../src/ledger/rollouts.ts";
import { autoScalingClient } from "../../src/aws/auto-scaling.ts";
import { rollout as recordOf } from "../cli/records.ts";
import { scenario } from "../scenarios/harness.ts";
import { type Fleets, withFleets } from "./several-fleets.ts";

const found = async (fleets: Fleets): Promise<string[]> =>
  (await fleets.find()).map(({ fleet, finding }) => `${fleet}: ${finding}`);

/** The finding is told by an entry and an event, once however often it is swept. */
async function expectToldOnce(fleets: Fleets, fleet: string, finding: string): Promise<void> {
  const events = (): number =>
    fleets.simulator.calls.records.filter(({ service }) => service === "events").length;
  const before = events();
  expect(await found(fleets)).toEqual([`${fleet}: ${finding}`]);
  expect(events()).toBe(before + 1);
  expect(await found(fleets)).toEqual([`${fleet}: ${finding}`]);
  expect(events()).toBe(before + 1);
  const entries = await listEntries(fleets.ledger, fleet);
  expect(entries.filter(({ action, reason }) => action === "unexplained" && reason === finding)).toHaveLength(1);
  expect(fleets.changes()).toEqual([]);
}

test("two live generations of one fleet", async () => {
  await withFleets(["web", "api"], async (fleets) => {
    const first = await generationOf(fleets.ledger, "web");
    await writeGeneration(fleets.ledger, { ...first, number: 2, group: "api" }, "absent");
    await expectToldOnce(fleets, "web", "generations 2 and 1 are both live");
  });
});

test("a live group that somebody deleted", async () => {
  await withFleets(["web", "api"], async (fleets) => {
    const person = autoScalingClient(fleets.simulator.clientOptions({ name: "ada" }));
    await person.send(new DeleteAutoScalingGroupCommand({ AutoScalingGroupName: "web", ForceDelete: true }));
    await fleets.simulator.clock.sleep(600_000);
    await expectToldOnce(fleets, "web", "live generation 1's group web is gone");
  });
});

test("an orphan group with a fleet's tag, and one of a fleet that nobody declared", async () => {
  await withFleets(["web"], async (fleets) => {
    const person = autoScalingClient(fleets.simulator.clientOptions({ name: "ada" }));
    const { template } = await generationOf(fleets.ledger, "web");
    const make = (name: string, fleet: string) =>
      person.send(
        new CreateAutoScalingGroupCommand({
          AutoScalingGroupName: name,
          LaunchTemplate: { LaunchTemplateId: template.id, Version: "1" },
          MinSize: 0,
          MaxSize: 1,
          VPCZoneIdentifier: "subnet-a",
          Tags: [{ Key: "moult:fleet", Value: fleet, PropagateAtLaunch: true }],
        }),
      );
    await make("web-g0009", "web");
    await expectToldOnce(
      fleets,
      "web",
      "group web-g0009 has the fleet's tag moult:fleet and is no generation of it",
    );
    await make("old-g0001", "old");
    expect(await found(fleets)).toContain(
      "old: group old-g0001 is tagged for fleet old, which is not declared",
    );
  });
});

test("a process that an ended rollout left suspended on the live group", async () => {
  await withFleets(["web"], async (fleets) => {
    const person = autoScalingClient(fleets.simulator.clientOptions({ name: "ada" }));
    const processes = ["ScheduledActions"];
    await person.send(
      new SuspendProcessesCommand({ AutoScalingGroupName: "web", ScalingProcesses: processes }),
    );
    const hold = { group: "web", kind: "suspended-processes", was: null, heldAt: null, processes } as const;
    const record = recordOf({ endedAt: 1, outcome: "succeeded", holds: [hold] });
    await writeRollout(fleets.ledger, record, "absent");
    await expectToldOnce(fleets, "web", "rollout web-1 has ended and left ScheduledActions suspended of web");
  });
});

test("many fleets cost one call for a hundred groups", async () => {
  await withFleets(["web", "api", "jobs"], async (fleets) => {
    const before = fleets.simulator.calls.records.length;
    expect(await fleets.find()).toEqual([]);
    const calls = fleets.simulator.calls.records.slice(before).map(({ action }) => action);
    expect(calls).toEqual(["DescribeAutoScalingGroups", "DescribeAutoScalingGroups"]);
  });
});

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
  const finding = `traffic has weight on ${second}, where no generation is live`;
  expect((await sweepOnce(web)).findings).toEqual([{ fleet: "web", finding, repaired: false }]);
  await weigh(0);
  expect((await sweepOnce(web)).findings).toEqual([]);
});
