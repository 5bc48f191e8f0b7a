import { describe, expect, test } from "vitest";
import type { FleetDeclaration } from "../../../src/domain/declaration/fleet.ts";
import { headroomReason } from "../../../src/rollout/admission/headroom.ts";
import { generation } from "../../support/cli/records.ts";
import { A, ALB, B, BLUE, fakeWork, groupOf, LISTENER } from "../../support/rollout/fake-work.ts";

const OTHER = A.replace("/a/1", "/c/3");
const NONE: FleetDeclaration["traffic"] = { strategy: "none" };

interface World {
  readonly traffic?: FleetDeclaration["traffic"];
  readonly declaration?: Partial<FleetDeclaration>;
  readonly size?: number;
  /** Blue as AWS writes it; null: there is no blue. */
  readonly raw?: { readonly VPCZoneIdentifier?: string } | null;
  readonly free?: Readonly<Record<string, number>>;
  readonly groups?: readonly [used: number, max: number];
  readonly targets?: readonly string[];
  readonly weights?: Readonly<Record<string, number>>;
  readonly isFirst?: boolean;
  /** Somebody deleted the listener. */
  readonly isListenerGone?: boolean;
}

/** What an account of this much room answers, and which calls that took. */
async function room(world: World = {}) {
  const {
    free = { "subnet-a": 40, "subnet-b": 2 },
    groups = [3, 500],
    raw = { VPCZoneIdentifier: "subnet-a,subnet-b" },
  } = world;
  const weights = Object.entries(world.weights ?? { [A]: 100 });
  const limit = (Name: string, Max: string) => ({ Name, Max });
  const { work, sent } = fakeWork({
    traffic: world.traffic ?? ALB,
    declaration: world.declaration ?? {},
    answers: {
      DescribeSubnets: ({ SubnetIds }) => ({
        Subnets: Object.entries(free)
          .filter(([id]) => JSON.stringify(SubnetIds).includes(`"${id}"`))
          .map(([SubnetId, AvailableIpAddressCount]) => ({ SubnetId, AvailableIpAddressCount })),
      }),
      DescribeAccountLimits: () => ({
        NumberOfAutoScalingGroups: groups[0],
        MaxNumberOfAutoScalingGroups: groups[1],
        Limits: [
          limit("targets-per-application-load-balancer", "10"),
          limit("targets-per-network-load-balancer", "7"),
          limit("targets-per-target-group", "6"),
        ],
      }),
      DescribeTargetHealth: () => ({
        TargetHealthDescriptions: (world.targets ?? []).map((Id) => ({
          Target: { Id },
          TargetHealth: { State: "healthy" },
        })),
      }),
      DescribeListeners: () => ({
        Listeners: [
          {
            ListenerArn: LISTENER,
            DefaultActions: [
              {
                Type: "forward",
                ForwardConfig: {
                  TargetGroups: weights.map(([TargetGroupArn, Weight]) => ({ TargetGroupArn, Weight })),
                },
              },
            ],
          },
        ].filter(() => world.isListenerGone !== true),
      }),
    },
  });
  const blue = raw === null ? undefined : groupOf(BLUE, ["i-1", "i-2", "i-3", "i-4"], { raw } as never);
  const live = world.isFirst ? null : generation({ group: BLUE, targetGroup: A });
  const answer = await headroomReason(
    { fleet: work.fleet, blue, live, size: world.size ?? 4, forwardings: [] },
    work.context,
  );
  return { answer, sent, names: sent.map(({ name }) => name).sort() };
}

const lack = async (world: World): Promise<string | null> => (await room(world)).answer;
const why = (said: string): string => `there is no room for green beside blue: ${said}`;

describe("addresses", () => {
  test("of blue's subnets together are enough when there is one for each server", async () => {
    expect(await lack({ traffic: NONE, size: 42 })).toBeNull();
    expect(await lack({ traffic: NONE, size: 43 })).toBe(
      why("43 servers need as many addresses, subnet-a, subnet-b have 42 free"),
    );
  });

  test("of declared subnets count in place of blue's, and an empty name is none", async () => {
    const declaration = { network: { subnets: ["subnet-b"] } };
    expect(await lack({ traffic: NONE, declaration })).toBe(
      why("4 servers need as many addresses, subnet-b have 2 free"),
    );
    const { answer, sent } = await room({ traffic: NONE, raw: { VPCZoneIdentifier: "subnet-a,,subnet-b" } });
    expect(answer).toBeNull();
    expect(JSON.stringify(sent.find(({ name }) => name === "DescribeSubnets")?.input)).toContain(
      '["subnet-a","subnet-b"]',
    );
  });

  test.each([
    ["blue has none", { VPCZoneIdentifier: "" }],
    ["blue does not tell any", {}],
    ["there is no blue", null],
  ])("are nowhere when %s", async (_what, raw) => {
    const { answer, names } = await room({ traffic: NONE, raw });
    expect(answer).toBe(why("the fleet names no subnets (network.subnets) and blue has none"));
    expect(names).toEqual(["DescribeAccountLimits"]);
  });

  test("of subnets that do not exist are named", async () => {
    const raw = { VPCZoneIdentifier: "subnet-x,subnet-a,subnet-y" };
    expect(await lack({ traffic: NONE, raw })).toBe(why("subnets subnet-x, subnet-y do not exist"));
  });
});

test("one group more has to be allowed", async () => {
  expect(await lack({ traffic: NONE, groups: [499, 500] })).toBeNull();
  expect(await lack({ traffic: NONE, groups: [500, 500] })).toBe(
    why("the account has 500 of 500 Auto Scaling groups"),
  );
});

describe("targets", () => {
  test("of blue and green together are counted at the load balancer, those of green at the target group", async () => {
    expect(await lack({ size: 6 })).toBeNull();
    expect(await lack({ size: 7 })).toBe(why("blue and green are 11 targets, the load balancer takes 10"));
    const declaration = { network: { subnets: ["subnet-a"] } };
    expect(await lack({ size: 7, raw: null, declaration, isFirst: true })).toBe(
      why("green is 7 targets, a target group takes 6"),
    );
  });

  test("of a Network Load Balancer are counted by its own limit", async () => {
    const nlb: FleetDeclaration["traffic"] = {
      strategy: "nlb-weighted",
      listener: LISTENER.replace("/app/", "/net/"),
      targetGroups: [A, B],
      steps: ["10%", "100%"],
    };
    expect(await lack({ traffic: nlb, size: 3 })).toBeNull();
    expect(await lack({ traffic: nlb, size: 4 })).toBe(
      why("blue and green are 8 targets, the load balancer takes 7"),
    );
  });

  test("are not asked for where there is no load balancer", async () => {
    const { answer, names } = await room({ traffic: NONE, size: 7, targets: ["i-9"] });
    expect([answer, names]).toEqual([null, ["DescribeAccountLimits", "DescribeSubnets"]]);
  });

  test("must not be left in green's target group", async () => {
    const { answer, sent } = await room({ targets: ["i-8", "i-9"] });
    expect(answer).toBe(
      why(
        `green's target group ${B} still has 2 targets (i-8): deregister them, or wait until they have drained`,
      ),
    );
    expect(sent).toContainEqual({ name: "DescribeTargetHealth", input: { TargetGroupArn: B } });
  });
});

describe("weights", () => {
  test("beside other target groups have to hold the steps", async () => {
    expect(await lack({ weights: { [OTHER]: 500, [A]: 1 } })).toBe(
      why(
        `beside other target groups blue's weight of 1 in ${LISTENER} cannot hold the step of 10%: multiply all weights there, say by 100`,
      ),
    );
    expect(await lack({ weights: { [OTHER]: 500, [A]: 100 } })).toBeNull();
    expect(await lack({ weights: { [A]: 1 } })).toBeNull();
  });

  test("that blue does not have are told as none", async () => {
    expect(await lack({ weights: { [OTHER]: 500 } })).toMatch(/blue's weight of 0 in .* the step of 10%/);
    expect(await lack({ weights: {} })).toBeNull();
  });

  test("of a rule that is gone are told as that", async () => {
    expect(await lack({ isListenerGone: true })).toBe(
      why(
        `${LISTENER} does not exist (any more): make it again, or declare the one that serves and adopt ${BLUE} anew with it`,
      ),
    );
  });

  test("are not read for a first generation", async () => {
    const { answer, names } = await room({ isFirst: true, weights: { [OTHER]: 500, [A]: 1 } });
    expect(answer).toBeNull();
    expect(names).not.toContain("DescribeListeners");
  });
});

test("everything that lacks is told at once", async () => {
  expect(await lack({ size: 43, groups: [500, 500], targets: ["i-9"] })).toBe(
    why(
      [
        "43 servers need as many addresses, subnet-a, subnet-b have 42 free",
        "the account has 500 of 500 Auto Scaling groups",
        "blue and green are 47 targets, the load balancer takes 10",
      ].join("; "),
    ),
  );
});
