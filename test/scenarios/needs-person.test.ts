import { SuspendProcessesCommand } from "@aws-sdk/client-auto-scaling";
import { sicken } from "../../simulator/services/ec2/instances/instance-life.ts";
import { readExcept } from "../../src/ledger/except.ts";
import { expect, scenario, type Web } from "../support/scenarios/harness.ts";

const HOUR = 3600_000;

/** Blue's servers fail their checks from now on, and its group may not replace them. */
async function blueFallsIll(web: Web): Promise<void> {
  const { world } = web.simulator;
  await web.person.autoScaling.send(
    new SuspendProcessesCommand({
      AutoScalingGroupName: "web",
      ScalingProcesses: ["ReplaceUnhealthy", "HealthCheck"],
    }),
  );
  for (const id of world.state.groups.get("web")?.instances.keys() ?? []) sicken(world, id);
}

scenario(
  "blue falls ill at 50 %, the operator aborts, and nobody mends it: the rollout ends after an hour's work, for a person",
  {
    declaration: { deadlines: { rollout: "1h" } },
    leaves: { needsPerson: true, lost: true, suspended: ["HealthCheck", "ReplaceUnhealthy"] },
  },
  async (web) => {
    const image = await web.publish();
    await web.untilShifted(50);
    await blueFallsIll(web);
    await web.abort();
    await web.settled();
    const rollout = await web.rollout();
    expect(rollout).toMatchObject({
      outcome: "needs-person",
      outcomeReason: expect.stringMatching(/^going back has taken longer than it may: /),
      failure: { error: "Aborted" },
      holds: [],
    });
    const { endedAt, milestones } = rollout;
    expect((endedAt ?? 0) - (milestones["undoing"] ?? 0)).toBeLessThan(HOUR + 600_000);
    expect((await web.entries()).map(({ action }) => action)).toContain("needs-person");
    expect(await readExcept(web.ledger, "web")).toMatchObject([{ image }]);
  },
);

scenario(
  "a fleet that needs a person begins nothing, and says why",
  {
    declaration: { deadlines: { rollout: "1h" } },
    leaves: { needsPerson: true, lost: true, suspended: ["HealthCheck", "ReplaceUnhealthy"] },
  },
  async (web) => {
    await web.publish();
    await web.untilShifted(50);
    await blueFallsIll(web);
    await web.abort();
    await web.settled();
    const before = web.changes().length;
    await web.start({ force: true });
    await web.settled();
    await web.minutes(60);
    expect(web.changes()).toHaveLength(before);
    const said = (await web.entries()).map(({ reason }) => reason);
    expect(said).toContainEqual(expect.stringMatching(/^the fleet needs a person since rollout /));
  },
);
