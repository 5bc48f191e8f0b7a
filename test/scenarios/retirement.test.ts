import { EnterStandbyCommand, SetInstanceProtectionCommand } from "@aws-sdk/client-auto-scaling";
import { setZoneCapacity, terminateInstances } from "../../simulator/services/ec2/instances/launch.ts";
import { expect, scenario } from "../support/scenarios/harness.ts";

const handoff = { command: "/opt/handoff", timeout: "5m" };

scenario(
  "every server hands its data off before any of them goes",
  {
    declaration: { retire: { drain: "60s", handoff } },
  },
  async (web) => {
    await web.publish();
    await web.settled();
    const order = web
      .changes()
      .map(({ action, input }) => `${action} ${(input["AutoScalingGroupName"] as string | undefined) ?? ""}`);
    expect(order.indexOf("SendCommand ")).toBeLessThan(order.indexOf("DeleteAutoScalingGroup web"));
    expect(order.indexOf("SendCommand ")).toBeGreaterThan(0);
    expect(await web.rollout()).toMatchObject({ outcome: "succeeded" });
  },
);

scenario(
  "a handoff that fails keeps blue, out of traffic, and tells",
  {
    image: { "sim:command-exit-code:handoff": "1" },
    declaration: { retire: { drain: "60s", handoff } },
    leaves: { retained: [1] },
  },
  async (web) => {
    const told: unknown[] = [];
    web.simulator.world.onEvent(({ source, detail }) => {
      if (source === "moult") told.push(detail["outcomeReason"]);
    });
    const image = await web.publish();
    await web.settled();
    expect(await web.rollout()).toMatchObject({ outcome: "succeeded", imageTo: image });
    expect(told.at(-1)).toMatch(/generation 1 is retained/);
    const blue = web.simulator.world.state.groups.get("web");
    expect([...(blue?.instances.values() ?? [])].map(({ lifecycleState }) => lifecycleState)).toEqual(
      Array.from({ length: 4 }, () => "InService"),
    );
    expect((await web.entries()).find(({ action }) => action === "retain")?.reason).toMatch(
      /no proof.*exit code 1/,
    );
  },
);

scenario(
  "a handoff that hangs keeps blue when its time is over",
  {
    image: { "sim:command-seconds": "86400" },
    declaration: { retire: { drain: "60s", handoff } },
    leaves: { retained: [1] },
  },
  async (web) => {
    await web.publish();
    await web.settled();
    expect(await web.rollout()).toMatchObject({ outcome: "succeeded" });
  },
);

scenario(
  "blue is kept warm for the declared time",
  {
    declaration: { retire: { drain: "60s", warm: "1h" } },
  },
  async (web) => {
    await web.publish();
    await web.until("RetireBlue");
    await web.minutes(58);
    expect(web.simulator.world.state.groups.get("web")?.instances.size).toBe(4);
    await web.settled();
    const { startedAt, endedAt } = await web.rollout();
    expect(((endedAt ?? 0) - startedAt) / 60_000).toBeLessThan(70);
  },
);

scenario(
  "a newer image ends blue's warm time",
  {
    declaration: { retire: { drain: "60s", warm: "5h" } },
  },
  async (web) => {
    await web.publish();
    await web.until("RetireBlue");
    await web.minutes(20);
    const image = await web.publish();
    await web.minutes(30);
    expect(await web.liveImage()).not.toBe(web.account.image);
    // The newest fleet's warm time is its own.
    await web.settled();
    expect(await web.liveImage()).toBe(image);
  },
);

scenario(
  "a server of blue that is protected from scale-in is named, and blue goes once that is taken away",
  {},
  async (web) => {
    await web.publish();
    await web.until("Bake");
    const [server = ""] = web.simulator.world.state.groups.get("web")?.instances.keys() ?? [];
    const protect = (ProtectedFromScaleIn: boolean) =>
      web.person.autoScaling.send(
        new SetInstanceProtectionCommand({
          AutoScalingGroupName: "web",
          InstanceIds: [server],
          ProtectedFromScaleIn,
        }),
      );
    await protect(true);
    await web.until("RetireBlue");
    await web.minutes(15);
    const { waiting } = await web.rollout();
    expect(waiting?.reason).toContain(server);
    await protect(false);
    await web.settled();
    expect(await web.rollout()).toMatchObject({ outcome: "succeeded" });
  },
);

scenario(
  "a protected server outlasts the rollout's deadline: blue is retained, the rollout succeeds",
  {
    declaration: { deadlines: { rollout: "1h" } },
    leaves: { retained: [1] },
  },
  async (web) => {
    await web.publish();
    await web.until("Bake");
    const [server = ""] = web.simulator.world.state.groups.get("web")?.instances.keys() ?? [];
    await web.person.autoScaling.send(
      new SetInstanceProtectionCommand({
        AutoScalingGroupName: "web",
        InstanceIds: [server],
        ProtectedFromScaleIn: true,
      }),
    );
    await web.settled();
    expect(await web.rollout()).toMatchObject({ outcome: "succeeded" });
    expect((await web.rollout()).outcomeReason).toMatch(/generation 1 is retained/);
    expect([...(web.simulator.world.state.groups.get("web")?.instances.keys() ?? [])]).toEqual([server]);
  },
);

scenario(
  "a server of blue in standby is named, not lost with the group",
  {
    declaration: { deadlines: { rollout: "1h" } },
    leaves: { retained: [1] },
  },
  async (web) => {
    await web.publish();
    await web.until("Bake");
    const [server = ""] = web.simulator.world.state.groups.get("web")?.instances.keys() ?? [];
    await web.person.autoScaling.send(
      new EnterStandbyCommand({
        AutoScalingGroupName: "web",
        InstanceIds: [server],
        ShouldDecrementDesiredCapacity: false,
      }),
    );
    await web.settled();
    expect((await web.entries()).find(({ action }) => action === "retain")?.reason).toContain(server);
    expect(web.simulator.world.state.instances.get(server)?.state).toBe("running");
  },
);

scenario(
  "the same image asked for again does not end blue's warm time",
  { declaration: { retire: { drain: "60s", warm: "2h" } } },
  async (web) => {
    const image = await web.publish();
    await web.until("RetireBlue");
    await web.minutes(20);
    const id = await web.start({ image });
    expect(await web.engine.settled(id)).toMatchObject({ status: "SUCCEEDED" });
    expect(web.states.at(-1)).toBe("NothingToDo");
    await web.minutes(60);
    expect(web.simulator.world.state.groups.get("web")?.instances.size).toBe(4);
    await web.settled();
    expect(web.states.at(-1)).toBe("Replaced");
    expect(await web.rollouts()).toHaveLength(1);
  },
);

scenario(
  "servers that pull: blue stays while green has lost a server that cannot be launched again (chaos seed 9100289)",
  { strategy: "none", servers: 3, declaration: { bake: "5m" } },
  async (web) => {
    const { world } = web.simulator;
    const zones = [...new Set([...world.state.subnets.values()].map(({ zone }) => zone))];
    await web.publish();
    await web.until("Bake");
    for (const zone of zones) setZoneCapacity(world, zone, false);
    const green = [...(world.state.groups.get("web-g0002")?.instances.keys() ?? [])];
    terminateInstances(world, green.slice(0, 1), "Server.SpotInstanceTermination: gone");
    await web.minutes(8);
    expect(world.state.groups.get("web")?.desiredCapacity).toBe(3);
    for (const zone of zones) setZoneCapacity(world, zone, true);
    await web.settled();
    expect(await web.rollout()).toMatchObject({ outcome: "succeeded" });
  },
);
