import { describe, expect, it } from "vitest";
import { preflightFleet } from "../../src/adoption/preflight.ts";
import { type FleetDeclaration, fleetSchema } from "../../src/domain/declaration/fleet.ts";
import type { Generation } from "../../src/domain/generation.ts";
import { listEntries } from "../../src/ledger/entries.ts";
import { declareFleet, readFleet } from "../../src/ledger/fleets.ts";
import { listGenerations, writeGeneration } from "../../src/ledger/generations.ts";
import { readLease } from "../../src/ledger/leases.ts";
import {
  ADOPTER,
  account,
  adopt,
  anAccountForEachTest,
  context,
  declare,
  ledger,
  open,
  PLAN,
  simulator,
} from "../support/rollout/adoption.ts";

anAccountForEachTest();

describe("adopting a group", () => {
  it("writes it down as generation 1, declares the fleet, and changes nothing in AWS", async () => {
    const expected: Generation = {
      fleet: "web",
      number: 1,
      group: "web",
      template: { id: account.template, version: 1, baseVersion: 1, ownedByMoult: false },
      image: account.image,
      targetGroup: account.targetGroups[0] ?? "",
      trafficPlace: { arn: account.listener, targetGroups: [...account.targetGroups] },
      state: "live",
      reason: "adopted by ada",
      createdAt: expect.any(Number) as number,
      healthySeconds: null,
      expectations: expect.any(Object) as Generation["expectations"],
    };
    expect(await adopt()).toEqual(expected);
    expect((await listGenerations(ledger, "web")).map(({ generation }) => generation)).toEqual([expected]);
    expect(await readFleet(ledger, "web")).toMatchObject({ declaration: declare(), declaredBy: "ada" });
    expect(await listEntries(ledger, "web")).toMatchObject([
      {
        kind: "decision",
        action: "adopt",
        subject: "web",
        actor: "ada",
        evidence: { servers: 2, image: account.image },
      },
    ]);
    expect((await readLease(ledger, "web"))?.owner).toBeNull();
    const writes = simulator.calls.records.filter(
      ({ caller, kind }) => caller === ADOPTER && kind === "write",
    );
    expect(writes).toEqual([]);
  });

  it("takes a fleet that was declared before, and a group without a load balancer", async () => {
    await open({ ...PLAN, loadBalancer: "none" });
    const declaration = declare({ traffic: { strategy: "none" } });
    await declareFleet(ledger, { declaration, by: "ada", now: 0 }, "absent");
    expect(await adopt({ traffic: { strategy: "none" } })).toMatchObject({ number: 1, targetGroup: null });
  });

  it("takes one target group that green is to be attached to", async () => {
    const [targetGroup = ""] = account.targetGroups;
    expect(await adopt({ traffic: { strategy: "target-group", targetGroup } })).toMatchObject({
      targetGroup,
    });
  });

  it("gives a group that is called like a generation that number, so that no later one collides with it", async () => {
    await open({ ...PLAN, group: { AutoScalingGroupName: "web-g0007" } });
    expect(await adopt({}, "web-g0007")).toMatchObject({ number: 7, group: "web-g0007" });
  });

  it("takes the live generation's group anew when its traffic comes from elsewhere, and only then", async () => {
    await adopt();
    await expect(adopt()).rejects.toThrow(/it is adopted already: generation 1 \(web\) is live/);
    const [targetGroup = ""] = account.targetGroups;
    const traffic = { strategy: "target-group", targetGroup } as const;
    const trafficPlace = { arn: null, targetGroups: [targetGroup] };
    expect(await adopt({ traffic })).toMatchObject({ number: 1, state: "live", targetGroup, trafficPlace });
    expect((await listGenerations(ledger, "web")).map(({ generation }) => generation)).toMatchObject([
      { number: 1, trafficPlace },
    ]);
    expect(await readFleet(ledger, "web")).toMatchObject({ declaration: { traffic } });
    expect((await listEntries(ledger, "web")).at(-1)).toMatchObject({
      action: "adopt",
      actor: "ada",
      reason: "generation 1 gets its traffic from elsewhere: web is adopted anew",
      evidence: { from: { arn: account.listener }, to: trafficPlace },
    });
    await expect(adopt({ traffic })).rejects.toThrow(/it is adopted already/);
  });

  it("takes over from a generation whose group somebody deleted", async () => {
    const first = await adopt();
    await writeGeneration(ledger, { ...first, group: "deleted-by-hand" }, "any");
    expect(await adopt()).toMatchObject({ number: 2, group: "web" });
    const states = (await listGenerations(ledger, "web")).map(({ generation: { number, state } }) => [
      number,
      state,
    ]);
    expect(states).toEqual([
      [2, "live"],
      [1, "gone"],
    ]);
  });
});

describe("the preflight of a fleet without a group", () => {
  const preflight = async (change: Partial<FleetDeclaration>) =>
    (await simulator.drive(preflightFleet(fleetSchema.parse(declare(change)), context))).faults;
  const initial = { min: 1, desired: 2, max: 4 };

  it("passes when all that is named exists and fits", async () => {
    expect(await preflight({ capacity: { initial }, network: { subnets: ["subnet-a"] } })).toEqual([]);
  });

  it("asks for subnets, and for room in them", async () => {
    expect(await preflight({ capacity: { initial } })).toMatchObject([{ place: "network.subnets" }]);
    const many = { min: 1, desired: 10_000, max: 10_000 };
    expect(await preflight({ capacity: { initial: many }, network: { subnets: ["subnet-a"] } })).toEqual([
      {
        place: "network.subnets",
        why: expect.stringMatching(/^10000 servers need as many addresses, .* free/) as string,
      },
    ]);
  });

  it("tells a missing template", async () => {
    expect(await preflight({ template: "lt-0000" })).toMatchObject([{ place: "template" }]);
  });
});
