import { CreateRuleCommand, ElasticLoadBalancingV2Client } from "@aws-sdk/client-elastic-load-balancing-v2";
import type { FleetDeclaration } from "../../src/domain/declaration/fleet.ts";
import { declareFleet, readFleet } from "../../src/ledger/fleets.ts";
import { expect, scenario, type Web } from "../support/scenarios/harness.ts";

/** Declares the fleet otherwise, past every check: as a rollout under way would meet it. */
async function declareInMidRun(web: Web, change: Partial<FleetDeclaration>): Promise<void> {
  const stored = await readFleet(web.ledger, "web");
  if (stored === undefined) throw new Error("the fleet is not declared");
  const declaration = { ...stored.declaration, ...change };
  await declareFleet(
    web.ledger,
    { declaration, by: "grace", now: web.simulator.clock.now() },
    stored.revision,
  );
}

/** A rule for another path on the same listener: where the weights of the fleet mean nothing. */
async function otherRule(web: Web): Promise<string> {
  const elbv2 = web.simulator.open(ElasticLoadBalancingV2Client, { name: "grace" });
  const { Rules } = await elbv2.send(
    new CreateRuleCommand({
      ListenerArn: web.account.listener,
      Priority: 7,
      Conditions: [{ Field: "path-pattern", PathPatternConfig: { Values: ["/elsewhere*"] } }],
      Actions: [{ Type: "fixed-response", FixedResponseConfig: { StatusCode: "204" } }],
    }),
  );
  return Rules?.[0]?.RuleArn ?? "";
}

const minutesBetween = (from: number | undefined, to: number | undefined): number =>
  ((to ?? 0) - (from ?? 0)) / 60_000;

scenario(
  "another rule is declared at 50%: the rollout ends on the one it was admitted with, and the next is refused",
  {},
  async (web) => {
    await web.publish();
    await web.untilShifted(50);
    const traffic = { ...web.plan.declaration?.traffic };
    const stored = await readFleet(web.ledger, "web");
    const rule = await otherRule(web);
    await declareInMidRun(web, {
      traffic: { ...stored?.declaration.traffic, ...traffic, rule } as FleetDeclaration["traffic"],
    });
    await web.settled();
    await web.minutes(5);
    expect(await web.rollout()).toMatchObject({ outcome: "succeeded", declaration: stored?.declaration });
    expect(web.traffic.report()).toMatchObject({ lost: 0 });
    const [live] = (await web.rollouts()).map(({ imageTo }) => imageTo);
    await web.publish();
    await web.settled();
    expect(await web.liveImage()).toBe(live);
    const refused = (await web.entries()).findLast(({ action }) => action === "refused");
    expect(refused?.reason).toContain(`the declaration says ${rule} with `);
    expect(refused?.reason).toMatch(
      /set it back, or adopt web-g0002 anew with it \(moult fleet adopt\); it stays wanted, and is tried again after a while$/,
    );
  },
);

scenario(
  "a bake of half an hour lasts that long, though none is declared meanwhile",
  { declaration: { bake: "30m" } },
  async (web) => {
    await web.publish();
    await web.until("Bake");
    await declareInMidRun(web, { bake: "0s" });
    await web.settled();
    const { outcome, milestones, traffic } = await web.rollout();
    expect(outcome).toBe("succeeded");
    expect(minutesBetween(traffic.setAt ?? 0, milestones.baked)).toBeGreaterThanOrEqual(30);
    await web.publish();
    await web.settled();
    const next = await web.rollout();
    expect(minutesBetween(next.traffic.setAt ?? 0, next.milestones.baked)).toBeLessThan(3);
  },
);

scenario("gates that are declared away in the middle are judged all the same", {}, async (web) => {
  await web.publish({ "sim:healthy-seconds": "never" });
  await web.until("ObserveGreen");
  await declareInMidRun(web, { gates: [], deadlines: { validate: "1d", rollout: "10d" } });
  await web.settled();
  expect(await web.rollout()).toMatchObject({ outcome: "rolled-back", failure: { phase: "ValidateGreen" } });
});

scenario("steps that are declared in the middle are for the next rollout", {}, async (web) => {
  await web.publish();
  await web.untilShifted(10);
  const stored = await readFleet(web.ledger, "web");
  await declareInMidRun(web, {
    traffic: { ...stored?.declaration.traffic, steps: ["100%"] } as FleetDeclaration["traffic"],
  });
  const shifted = web.untilShifted(50);
  await web.settled();
  await shifted;
  expect((await web.rollout()).outcome).toBe("succeeded");
});
