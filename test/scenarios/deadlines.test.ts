import { sicken } from "../../simulator/services/ec2/instances/launch.ts";
import { expect, scenario } from "../support/scenarios/harness.ts";

const minutesOf = ({ startedAt, endedAt }: { startedAt: number; endedAt: number | null }) =>
  ((endedAt ?? 0) - startedAt) / 60_000;

scenario(
  "the validation deadline ends a wait for servers that boot too slowly",
  { declaration: { deadlines: { validate: "3m" } } },
  async (web) => {
    await web.publish({ "sim:healthy-seconds": "3600" });
    await web.settled();
    const rollout = await web.rollout();
    expect(rollout).toMatchObject({ outcome: "rolled-back", failure: { phase: "ValidateGreen" } });
    expect(minutesOf(rollout)).toBeLessThan(7);
  },
);

scenario(
  "the rollout's deadline ends even a rollout whose every step is within its own",
  { declaration: { bake: "2h", deadlines: { launch: "5m", rollout: "20m" } }, leaves: { lost: true } },
  async (web) => {
    await web.publish({ "sim:healthy-seconds": "600" });
    await web.until("Bake");
    // Ill, but for less than the validation deadline: the bake stands.
    const [server = ""] = web.simulator.world.state.groups.get("web-g0002")?.instances.keys() ?? [];
    sicken(web.simulator.world, server);
    await web.settled();
    const rollout = await web.rollout();
    expect(rollout).toMatchObject({
      outcome: "rolled-back",
      outcomeReason: expect.stringMatching(/^the rollout's deadline of .* has passed$/u) as string,
      failure: { phase: "Bake", imageAtFault: false },
    });
    expect(minutesOf(rollout)).toBeLessThan(30);
  },
);

scenario(
  "the launch deadline ends a launch of which only a part comes up",
  { declaration: { deadlines: { launch: "5m" } } },
  async (web) => {
    await web.publish();
    await web.until("LaunchGreen");
    // Somebody else's servers take the addresses that were free a moment ago.
    for (const subnet of web.simulator.world.state.subnets.values()) subnet.freeAddresses = 1;
    await web.settled();
    const rollout = await web.rollout();
    expect(rollout).toMatchObject({ outcome: "rolled-back", failure: { phase: "ObserveGreen" } });
    expect(rollout.outcomeReason).toMatch(/2 of 4 servers are in service after 5m, the launch deadline/);
    expect(minutesOf(rollout)).toBeLessThan(8);
  },
);
