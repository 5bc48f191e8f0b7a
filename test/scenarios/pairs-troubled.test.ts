import { DeleteListenerCommand, ModifyListenerCommand } from "@aws-sdk/client-elastic-load-balancing-v2";
import type { FaultHook } from "../../simulator/calls/faults.ts";
import { expect, scenario, type ScenarioPlan, type Web } from "../support/scenarios/harness.ts";
import { blueFallsIll, needsPerson, settling } from "../support/scenarios/blue-falls-ill.ts";
import { saidOf, sweepFor } from "../support/scenarios/sweeps.ts";
import { rulesOf, sharesOf } from "../support/scenarios/rules-of.ts";

const BOTH: ScenarioPlan = { waysIn: "listeners" };

/** A change of moult's to the listener that is the second of the fleet's, by the weight that green gets. */
const onSecond =
  (weight: RegExp, fault: ReturnType<FaultHook>, times = Infinity): FaultHook =>
  ({ action, caller, input }) => {
    if (!caller.startsWith("moult") || action !== "ModifyListener") return undefined;
    if (input["ListenerArn"] !== second || !weight.test(JSON.stringify(input))) return undefined;
    times -= 1;
    return times < 0 ? undefined : fault;
  };
let second = "";

const DENIED = { kind: "error", code: "AccessDenied", status: 403, message: "not allowed" } as const;
const THROTTLED = { kind: "error", code: "Throttling", status: 400, message: "slow down" } as const;
const REFUSED = { kind: "error", code: "InvalidConfigurationRequest", status: 400, message: "no" } as const;

const knowSecond = async (web: Web): Promise<void> => {
  second = rulesOf(web)[1] ?? "";
};

/** Somebody sets the share of the pair's second target group in one of the rules. */
async function setShare(web: Web, ListenerArn: string, percent: number): Promise<void> {
  const [a, b] = web.account.targetGroups;
  const TargetGroups = [
    { TargetGroupArn: a, Weight: 100 - percent },
    { TargetGroupArn: b, Weight: percent },
  ];
  const DefaultActions = [{ Type: "forward" as const, ForwardConfig: { TargetGroups } }];
  await web.person.elbv2.send(new ModifyListenerCommand({ ListenerArn, DefaultActions }));
}

for (const [what, fault] of [
  ["denied", DENIED],
  ["refused", REFUSED],
] as const) {
  scenario(
    `the second rule's write is ${what}: no further step, and the first goes back`,
    { ...BOTH, before: knowSecond, simulator: { faults: onSecond(/"Weight":50[,}]/, fault) } },
    async (web) => {
      await web.publish();
      await web.settled();
      const { outcome, outcomeReason } = await web.rollout();
      expect(outcome).toBe("rolled-back");
      expect(outcomeReason).toMatch(/ModifyListener/);
      expect(sharesOf(web)).toEqual([0, 0]);
    },
  );
}

scenario(
  "the second rule's write is throttled for minutes: the next look completes the step, and none is skipped",
  { ...BOTH, before: knowSecond, simulator: { faults: onSecond(/"Weight":50[,}]/, THROTTLED, 12) } },
  async (web) => {
    const seen = new Set<string>();
    web.simulator.world.onWorldEvent(({ kind }) => {
      if (kind === "rule-modified") seen.add(sharesOf(web).join());
    });
    await web.publish();
    await web.settled();
    expect((await web.rollout()).outcome).toBe("succeeded");
    expect([...seen]).toEqual(["0,0", "10,0", "10,10", "50,10", "50,50", "100,50", "100,100"]);
  },
);

scenario(
  "the answer of the first rule's write is lost: both are set by the next look",
  {
    ...BOTH,
    simulator: {
      faults: (() => {
        let left = 1;
        return ({ action, caller, input }) => {
          if (!caller.startsWith("moult") || action !== "ModifyListener") return undefined;
          if (left === 0 || !/"Weight":50[,}]/.test(JSON.stringify(input))) return undefined;
          left -= 1;
          return { kind: "lost" };
        };
      })(),
    },
  },
  async (web) => {
    await web.publish();
    await web.settled();
    expect((await web.rollout()).outcome).toBe("succeeded");
    expect(sharesOf(web)).toEqual([100, 100]);
  },
);

scenario(
  "somebody deleted one rule before it goes back: it is skipped and told, the other goes back",
  { ...BOTH, declaration: { bake: "20m" }, leaves: { lost: true } },
  async (web) => {
    await web.publish();
    await web.until("Bake");
    const [, gone = ""] = rulesOf(web);
    await web.person.elbv2.send(new DeleteListenerCommand({ ListenerArn: gone }));
    await web.abort();
    await web.settled();
    expect((await web.rollout()).outcome).toBe("rolled-back");
    expect(sharesOf(web)).toEqual([0, undefined]);
    const skipped = (await web.entries()).filter(({ action }) => action === "skip-rule");
    expect(skipped.map(({ subject }) => subject)).toEqual([gone]);
    await sweepFor(web, 10);
    expect(saidOf(web, "irregularity")).toEqual([`${gone}, which moves the fleet's traffic, does not exist`]);
  },
);

scenario(
  "the write that gives the first rule back is denied: the second goes back all the same, and the first later",
  {
    ...BOTH,
    declaration: { bake: "20m" },
    simulator: {
      faults: ({ action, caller, input, at }) =>
        caller.startsWith("moult") &&
        action === "ModifyListener" &&
        input["ListenerArn"] === first &&
        at < deniedUntil
          ? DENIED
          : undefined,
    },
  },
  async (web) => {
    [first = ""] = rulesOf(web);
    await web.publish();
    await web.until("Bake");
    deniedUntil = web.simulator.clock.now() + 600_000;
    await web.abort();
    await web.minutes(4);
    expect(sharesOf(web)).toEqual([100, 0]);
    await web.settled();
    expect((await web.rollout()).outcome).toBe("rolled-back");
    expect(sharesOf(web)).toEqual([0, 0]);
  },
);
let first = "";
let deniedUntil = 0;

scenario(
  "somebody takes green out of one rule in the middle: the step starts over there",
  BOTH,
  async (web) => {
    await web.publish();
    await web.untilShifted(10);
    const [, other = ""] = rulesOf(web);
    await setShare(web, other, 0);
    await web.settled();
    expect((await web.rollout()).outcome).toBe("succeeded");
    const found = (await web.entries()).find(({ reason }) => reason.includes("starts over"));
    expect(found?.reason).toContain(`0% in ${other}`);
  },
);

scenario("somebody gives green more in one rule: it keeps that there, and only there", BOTH, async (web) => {
  const seen = new Set<string>();
  await web.publish();
  await web.untilShifted(10);
  const [, other = ""] = rulesOf(web);
  web.simulator.world.onWorldEvent(({ kind }) => {
    if (kind === "rule-modified") seen.add(sharesOf(web).join());
  });
  await setShare(web, other, 80);
  await web.settled();
  expect((await web.rollout()).outcome).toBe("succeeded");
  expect([...seen]).toEqual(["10,80", "50,80", "100,80", "100,100"]);
});

scenario(
  "somebody puts one rule back to a blue that answers nowhere: green takes it again",
  {
    ...BOTH,
    declaration: { bake: "30m" },
    leaves: { lost: true },
  },
  async (web) => {
    await web.publish();
    await web.until("Bake");
    await web.minutes(1);
    const [, other = ""] = rulesOf(web);
    await blueFallsIll(web);
    await setShare(web, other, 0);
    await web.until("ShiftTraffic");
    await web.settled();
    expect(sharesOf(web)).toEqual([100, 100]);
    expect((await web.rollout()).outcome).toBe("succeeded");
  },
);

scenario(
  "a fleet with two pairs that needs a person is settled on green, in all of its rules",
  {
    waysIn: "balancers",
    declaration: { deadlines: { rollout: "1h" } },
    leaves: { lost: true },
  },
  async (web) => {
    await needsPerson(web);
    expect((await web.rollout()).outcome).toBe("needs-person");
    await (await settling(web, "green")).started?.settled;
    expect((await web.rollout()).outcome).toBe("succeeded");
    expect(sharesOf(web)).toEqual([100, 100]);
  },
);
