import { DeleteAutoScalingGroupCommand } from "@aws-sdk/client-auto-scaling";
import { embeddedEngine } from "../../src/engine/embedded-engine.ts";
import { machineFiles } from "../../src/engine/machine-files.ts";
import { runTask } from "../../src/engine/run-task.ts";
import { readLease } from "../../src/ledger/leases.ts";
import { expect, scenario } from "../support/scenarios/harness.ts";

const FORWARD = [
  "LaunchGreen",
  "ObserveGreen",
  "ValidateGreen",
  "ShiftTraffic",
  "Bake",
  "RetireBlue",
  "CloseRollout",
] as const;

for (const phase of FORWARD) {
  scenario(`StopExecution in ${phase}: the same execution, redriven, finishes`, {}, async (web) => {
    await web.publish();
    await web.until(phase);
    const [name = ""] = web.engine.running();
    web.engine.stop(name);
    await web.engine.settled(name);
    await web.minutes(3);
    expect(web.engine.redrive(name)).toBe("started");
    await web.settled();
    expect(await web.rollout()).toMatchObject({ outcome: "succeeded" });
  });
}

scenario("redriven when its lease has long run out", {}, async (web) => {
  await web.publish();
  await web.untilShifted(50);
  const [name = ""] = web.engine.running();
  web.engine.stop(name);
  await web.minutes(60);
  web.engine.redrive(name);
  await web.settled();
  expect(await web.rollout()).toMatchObject({ outcome: "succeeded" });
});

scenario("stopped on its way back, and redriven", {}, async (web) => {
  await web.publish();
  await web.untilShifted(50);
  await web.abort();
  await web.until("RollBack");
  const [name = ""] = web.engine.running();
  web.engine.stop(name);
  await web.engine.settled(name);
  await web.minutes(5);
  web.engine.redrive(name);
  await web.settled();
  expect(await web.rollout()).toMatchObject({ outcome: "rolled-back" });
});

scenario("Admit for a rollout that is under way takes it up where it stands", {}, async (web) => {
  await web.publish();
  await web.until("ShiftTraffic");
  const [rollout = ""] = web.engine.running();
  web.engine.stop(rollout);
  await web.engine.settled(rollout);
  const launched = web.count("CreateAutoScalingGroup");
  const { clock } = web.simulator;
  const another = embeddedEngine({
    machines: machineFiles(),
    clock,
    random: () => 0.5,
    runTask: (resource, input) => runTask(resource, input, web.runtime),
  });
  another.startWith(rollout, { fleet: "web" });
  expect(await another.settled(rollout)).toMatchObject({ status: "SUCCEEDED" });
  expect(web.count("CreateAutoScalingGroup")).toBe(launched);
  expect((await web.entries()).map(({ reason }) => reason)).toContain("taken up where it stands");
  expect(await web.rollouts()).toHaveLength(1);
});

scenario("a process whose rollout another has taken up leaves it to that one", {}, async (web) => {
  web.sweeping = true;
  await web.publish();
  await web.until("ObserveGreen");
  const [rollout = ""] = web.engine.running();
  const another = embeddedEngine({
    machines: machineFiles(),
    clock: web.simulator.clock,
    random: () => 0.5,
    runTask: (resource, input) => runTask(resource, input, web.runtime),
  });
  another.startWith(rollout, { fleet: "web" });
  expect(await web.engine.settled(rollout)).toMatchObject({ status: "FAILED", error: "NotOurs" });
  expect(await another.settled(rollout)).toMatchObject({ status: "SUCCEEDED" });
  expect(await web.rollouts()).toHaveLength(1);
  expect(await web.rollout()).toMatchObject({ outcome: "succeeded", execution: rollout });
});

scenario(
  "a rollout that is taken up in its bake by a new process bakes no longer for it",
  { declaration: { bake: "20m" } },
  async (web) => {
    await web.publish();
    await web.until("Bake");
    await web.minutes(10);
    const [rollout = ""] = web.engine.running();
    const { phaseStartedAt } = await web.rollout();
    web.engine.stop(rollout);
    await web.engine.settled(rollout);
    const another = embeddedEngine({
      machines: machineFiles(),
      clock: web.simulator.clock,
      random: () => 0.5,
      runTask: (resource, input) => runTask(resource, input, web.runtime),
    });
    another.startWith(rollout, { fleet: "web" });
    await web.minutes(2);
    expect(await web.rollout()).toMatchObject({ phase: "Bake", phaseStartedAt });
    expect(await another.settled(rollout)).toMatchObject({ status: "SUCCEEDED" });
  },
);

scenario(
  "a second engine, with another rollout or an older fence, cannot change anything",
  {},
  async (web) => {
    await web.publish();
    await web.until("ShiftTraffic");
    const [rollout = ""] = web.engine.running();
    const fence = (await readLease(web.ledger, "web"))?.fence ?? 0;
    const changes = () => web.simulator.calls.records.filter(({ kind }) => kind === "write").length;
    const before = changes();
    const strangers = [
      runTask("shiftTraffic", { fleet: "web", rollout: "somebody-else", fence }, web.runtime),
      runTask("retireBlue", { fleet: "web", rollout, fence: fence + 1 }, web.runtime),
      runTask("retireBlue", { fleet: "web", rollout: "somebody-else", fence: fence - 1 || 1 }, web.runtime),
    ];
    const errors = (await Promise.allSettled(strangers)).map((each) =>
      each.status === "rejected" ? (each.reason as Error).name : "did it",
    );
    expect(errors).toEqual(["LeaseLost", "LeaseLost", "LeaseLost"]);
    expect(changes()).toBeLessThanOrEqual(before + 1);
    await web.settled();
    expect(await web.rollout()).toMatchObject({ outcome: "succeeded" });
  },
);

for (const phase of ["ObserveGreen", "ValidateGreen", "ShiftTraffic"] as const) {
  scenario(`somebody deletes green's group in ${phase}: rolled back, and told`, {}, async (web) => {
    await web.publish();
    await web.until(phase);
    const { person } = web;
    await person.autoScaling.send(
      new DeleteAutoScalingGroupCommand({ AutoScalingGroupName: "web-g0002", ForceDelete: true }),
    );
    await web.settled();
    expect(await web.rollout()).toMatchObject({ outcome: "rolled-back" });
    expect(await web.liveImage()).toBe(web.account.image);
  });
}

scenario(
  "somebody deletes green's group in the bake: traffic is back on blue at the next look",
  {
    declaration: { bake: "10m" },
    // Between the deletion and the next look nobody answers.
    leaves: { lost: true },
  },
  async (web) => {
    await web.publish();
    await web.until("Bake");
    await web.person.autoScaling.send(
      new DeleteAutoScalingGroupCommand({ AutoScalingGroupName: "web-g0002", ForceDelete: true }),
    );
    const deletedAt = web.simulator.clock.now();
    await web.until("RollBack");
    expect((web.simulator.clock.now() - deletedAt) / 60_000).toBeLessThan(5);
    await web.settled();
    expect(await web.rollout()).toMatchObject({ outcome: "rolled-back" });
  },
);

scenario(
  "answers that are lost on the way: nothing is made twice",
  {
    simulator: {
      faults: (() => {
        const lost = new Set<string>();
        return ({ action, caller, kind }) => {
          if (!caller.startsWith("moult") || kind !== "write" || action === "PutEvents" || lost.has(action))
            return undefined;
          lost.add(action);
          return { kind: "lost" };
        };
      })(),
    },
    declaration: { gates: [{ kind: "target-health" }, { kind: "command", commands: ["/opt/selftest"] }] },
  },
  async (web) => {
    await web.publish();
    await web.settled();
    expect(await web.rollout()).toMatchObject({ outcome: "succeeded" });
    expect(web.simulator.world.state.commands.size).toBe(1);
  },
);

scenario(
  "every call is throttled once",
  {
    simulator: {
      faults: ({ index, caller }) =>
        caller.startsWith("moult") && index % 2 === 0
          ? { kind: "error", code: "Throttling", status: 400, message: "Rate exceeded" }
          : undefined,
    },
  },
  async (web) => {
    await web.publish();
    await web.settled();
    expect(await web.rollout()).toMatchObject({ outcome: "succeeded" });
  },
);
