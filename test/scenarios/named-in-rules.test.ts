import { DeregisterImageCommand } from "@aws-sdk/client-ec2";
import { expect, type ScenarioPlan, scenario, type Web } from "../support/scenarios/harness.ts";
import { byRule } from "../support/iam/rule-fleet.ts";

// Route 53, and a load balancer's own DNS failover, may count a target group without healthy targets against all of the
// balancer, whatever its weight (aws-facts 8.7): what leaves is named no more.

/** The target groups that the fleet's rules name, by the letter of the pair. */
function named({ simulator, account }: Web): string[] {
  const letters = new Map(account.targetGroups.map((arn, index) => [arn, "ab"[index] ?? ""]));
  return [...simulator.world.state.rules.values()]
    .flatMap(({ actions }) => actions)
    .flatMap((action) => (action.type === "forward" ? action.forward.targetGroups : []))
    .flatMap(({ arn }) => letters.get(arn) ?? []);
}

const PLANS: Readonly<Record<string, ScenarioPlan>> = {
  "an Application Load Balancer": {},
  "a rule of one": byRule(),
  "a Network Load Balancer": { strategy: "nlb-weighted" },
};

for (const [behind, plan] of Object.entries(PLANS)) {
  scenario(`behind ${behind} the old servers' target group leaves the rule with them`, plan, async (web) => {
    await web.publish();
    await web.until("RetireBlue");
    expect(named(web)).toEqual(["a", "b"]);
    await web.settled();
    expect(await web.rollout()).toMatchObject({ outcome: "succeeded" });
    expect(named(web)).toEqual(["b"]);
    await web.publish();
    await web.until("ValidateGreen");
    expect(named(web).sort()).toEqual(["a", "b"]);
    await web.settled();
    expect(await web.liveImage()).toBe((await web.rollout()).imageTo);
    expect(named(web)).toEqual(["a"]);
  });
}

scenario("a green that is rolled back before it had traffic leaves the rule", {}, async (web) => {
  await web.publish({ "sim:http-status": "500" });
  await web.settled();
  expect(await web.rollout()).toMatchObject({ outcome: "rolled-back" });
  expect(named(web)).toEqual(["a"]);
});

scenario("so does one that had some", {}, async (web) => {
  await web.publish();
  await web.untilShifted(50);
  await web.abort();
  await web.settled();
  expect(await web.rollout()).toMatchObject({ outcome: "rolled-back" });
  expect(named(web)).toEqual(["a"]);
});

/** In each target group of the pair, how its targets are. */
const health = ({ simulator, account }: Web): string[][] =>
  account.targetGroups.map((arn) =>
    [...(simulator.world.state.targetGroups.get(arn)?.targets.values() ?? [])].map(({ state }) => state),
  );

scenario(
  "as long as something stands against the release the old servers stay named, so that they are known to be well",
  { declaration: { bake: "20m" } },
  async (web) => {
    const ImageId = await web.publish();
    await web.until("Bake");
    await web.person.ec2.send(new DeregisterImageCommand({ ImageId }));
    await web.until("RetireBlue");
    await web.minutes(5);
    expect((await web.rollout()).waiting?.reason).toContain(`blue stays: ${ImageId} does not exist`);
    expect(named(web)).toEqual(["a", "b"]);
    expect(health(web)[0]).toEqual(["healthy", "healthy", "healthy", "healthy"]);
    await web.settled();
    expect(await web.rollout()).toMatchObject({ outcome: "rolled-back" });
  },
);
