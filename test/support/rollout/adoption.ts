import { adoptionClients } from "../../../src/adoption/clients.ts";
import { AutoScalingClient, CreateOrUpdateTagsCommand } from "@aws-sdk/client-auto-scaling";
import { EC2Client } from "@aws-sdk/client-ec2";
import {
  ElasticLoadBalancingV2Client,
  ModifyListenerCommand,
} from "@aws-sdk/client-elastic-load-balancing-v2";
import { beforeEach, expect } from "vitest";
import { type Account, type AccountPlan, furnishAccount } from "../../../rehearsal/account.ts";
import { createSimulator, type Simulator } from "../../../simulator/simulator.ts";
import { adoptFleet } from "../../../src/adoption/adopt.ts";
import { connect } from "../../../src/aws/connect.ts";
import { errors } from "../../../src/aws/middleware/errors.ts";
import { type FleetDeclaration, fleetSchema } from "../../../src/domain/declaration/fleet.ts";
import type { Generation } from "../../../src/domain/generation.ts";
import { listGenerations } from "../../../src/ledger/generations.ts";
import type { Ledger } from "../../../src/ledger/ledger.ts";
import { openSqliteLedger } from "../../../src/ledger/stores/sqlite-ledger.ts";
import type { StepContext } from "../../../src/step/step.ts";

export const PLAN: AccountPlan = {
  name: "web",
  servers: 2,
  image: {},
  loadBalancer: "application",
  checkIntervalSeconds: 5,
  drainSeconds: 10,
};
export const ADOPTER = "adopter";

export let simulator: Simulator;
export let ledger: Ledger;
export let account: Account;
export let team: { asg: AutoScalingClient; ec2: EC2Client; elbv2: ElasticLoadBalancingV2Client };
export let context: StepContext<"autoScaling" | "cloudWatch" | "ec2" | "elbv2" | "ssm">;

/** A simulated account in which the team's servers have been in service for five minutes. */
export async function open(plan: AccountPlan = PLAN): Promise<void> {
  simulator = createSimulator();
  ledger = openSqliteLedger(":memory:");
  account = await simulator.drive(furnishAccount(simulator, plan));
  await simulator.drive(simulator.clock.sleep(300_000));
  const options = simulator.clientOptions({ name: "platform-team" });
  team = {
    asg: new AutoScalingClient(options),
    ec2: new EC2Client(options),
    elbv2: new ElasticLoadBalancingV2Client(options),
  };
  const unexpected = () => {
    throw new Error("an adoption has no business here");
  };
  context = {
    ledger,
    clock: simulator.clock,
    aws: connect(adoptionClients, simulator.clientOptions({ name: ADOPTER }), [errors()]),
    withReason: unexpected,
    starter: { start: unexpected },
    executions: { status: unexpected },
    probe: unexpected,
    publish: unexpected,
  };
}

/** Each test of the file that calls this begins with an account of its own. */
export const anAccountForEachTest = (): void => beforeEach(() => open());

export function declare(change: Partial<FleetDeclaration> = {}): FleetDeclaration {
  const { template, listener, targetGroups } = account;
  const [first = "", second = ""] = targetGroups;
  return {
    fleet: "web",
    template,
    image: { channel: "/images/web" },
    traffic: { strategy: "alb-weighted", rule: listener, targetGroups: [first, second] },
    ...change,
  };
}

export function adopt(change: Partial<FleetDeclaration> = {}, group = "web"): Promise<Generation> {
  const declaration = declare(change);
  const fleet = fleetSchema.parse(declaration);
  return simulator.drive(adoptFleet({ fleet, declaration, group, by: "ada" }, context));
}

/** The faults of a refused adoption, one a line. */
export async function faults(change: Partial<FleetDeclaration> = {}, group = "web"): Promise<string[]> {
  const error: unknown = await adopt(change, group).catch((caught: unknown) => caught);
  expect(error).toMatchObject({ name: "InvalidInput" });
  expect(
    await listGenerations(ledger, "web").then((all) =>
      all.filter((each) => each.generation.state === "live"),
    ),
  ).toHaveLength(0);
  const [inTheWay = ""] = (error as Error).message.split("\nBeside that");
  return inTheWay.split("\n- ").slice(1);
}

/** Somebody puts a tag on the group. */
export const tagGroup = (Key: string, Value: string) => {
  const tag = { ResourceId: "web", ResourceType: "auto-scaling-group", Key, Value, PropagateAtLaunch: true };
  return simulator.drive(team.asg.send(new CreateOrUpdateTagsCommand({ Tags: [tag] })));
};

export const weights = (first: number, second: number) => {
  const TargetGroups = account.targetGroups.map((TargetGroupArn, index) => ({
    TargetGroupArn,
    Weight: index === 0 ? first : second,
  }));
  const DefaultActions = [{ Type: "forward" as const, ForwardConfig: { TargetGroups } }];
  const modify = new ModifyListenerCommand({ ListenerArn: account.listener, DefaultActions });
  return simulator.drive(team.elbv2.send(modify));
};
