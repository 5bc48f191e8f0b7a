import {
  CreateAutoScalingGroupCommand,
  DeleteAutoScalingGroupCommand,
  SuspendProcessesCommand,
} from "@aws-sdk/client-auto-scaling";
import { expect, test } from "vitest";
import { autoScalingClient } from "../../src/aws/auto-scaling/auto-scaling.ts";
import { listEntries } from "../../src/ledger/entries.ts";
import { freeze } from "../../src/ledger/freezes.ts";
import { writeGeneration } from "../../src/ledger/generations.ts";
import { rollouts } from "../../src/ledger/runs/rollouts.ts";
import { rollout as recordOf } from "../support/cli/records.ts";
import { generationOf } from "../support/rollout/generation-of.ts";
import { type Fleets, withFleets } from "../support/rollout/several-fleets.ts";

const found = async (fleets: Fleets): Promise<string[]> =>
  (await fleets.find()).map(({ fleet, irregularity }) => `${fleet}: ${irregularity}`);

/** What two sweeps find, and how often they tell it: by events, by entries, and without changing anything. */
async function twoSweeps(fleets: Fleets, fleet: string) {
  const events = (): number =>
    fleets.simulator.calls.records.filter(({ service }) => service === "events").length;
  const before = events();
  const first = await found(fleets);
  const second = await found(fleets);
  const entries = await listEntries(fleets.ledger, fleet);
  return {
    first,
    second,
    events: events() - before,
    entries: entries.flatMap(({ action, reason }) =>
      action === "irregularity" ? [`${fleet}: ${reason}`] : [],
    ),
    changes: fleets.changes(),
  };
}

const toldOnce = (irregularity: string) => ({
  first: [irregularity],
  second: [irregularity],
  events: 1,
  entries: [irregularity],
  changes: [],
});

test("two live generations of one fleet", async () => {
  await withFleets(["web", "api"], async (fleets) => {
    const first = await generationOf(fleets.ledger, "web");
    await writeGeneration(fleets.ledger, { ...first, number: 2 }, "absent");
    expect(await twoSweeps(fleets, "web")).toEqual(toldOnce("web: generations 2 and 1 are both live"));
  });
});

test("a live group that somebody deleted", async () => {
  await withFleets(["web", "api"], async (fleets) => {
    const person = autoScalingClient(fleets.simulator.clientOptions({ name: "ada" }));
    await person.send(new DeleteAutoScalingGroupCommand({ AutoScalingGroupName: "web", ForceDelete: true }));
    await fleets.simulator.clock.sleep(600_000);
    expect(await twoSweeps(fleets, "web")).toEqual(toldOnce("web: live generation 1's group web is gone"));
  });
});

test("a live group that somebody deleted from a frozen fleet", async () => {
  await withFleets(["web", "api"], async (fleets) => {
    const person = autoScalingClient(fleets.simulator.clientOptions({ name: "ada" }));
    const since = fleets.simulator.clock.now();
    await freeze(fleets.ledger, { fleet: "web", reason: "a sale", by: "ada", since, until: null });
    await person.send(new DeleteAutoScalingGroupCommand({ AutoScalingGroupName: "web", ForceDelete: true }));
    await fleets.simulator.clock.sleep(600_000);
    expect(await twoSweeps(fleets, "web")).toEqual(toldOnce("web: live generation 1's group web is gone"));
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
    expect(await twoSweeps(fleets, "web")).toEqual(
      toldOnce("web: group web-g0009 has the fleet's tag moult:fleet and is no generation of it"),
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
    const hold = {
      group: "web",
      kind: "suspended-processes",
      originalMin: null,
      heldMin: null,
      processes,
    } as const;
    const record = recordOf({ endedAt: 1, outcome: "succeeded", holds: [hold] });
    await rollouts.write(fleets.ledger, record, "absent");
    expect(await twoSweeps(fleets, "web")).toEqual(
      toldOnce("web: rollout web-1 has ended and left ScheduledActions suspended of web"),
    );
  });
});

test("many fleets cost one call for a hundred groups, and two for what they name", async () => {
  await withFleets(["web", "api", "jobs"], async (fleets) => {
    const before = fleets.simulator.calls.records.length;
    expect(await fleets.find()).toEqual([]);
    const calls = fleets.simulator.calls.records.slice(before).map(({ action }) => action);
    expect(calls.sort()).toEqual([
      "DescribeAutoScalingGroups",
      "DescribeAutoScalingGroups",
      "DescribeLaunchTemplates",
      "GetParameters",
    ]);
  });
});
