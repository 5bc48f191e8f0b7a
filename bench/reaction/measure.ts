import { AutoScalingClient, SetDesiredCapacityCommand } from "@aws-sdk/client-auto-scaling";
import { type Account, registerImage } from "../../rehearsal/account.ts";
import { openFleet } from "../../rehearsal/fleet.ts";
import { openRehearsal, type Rehearsal } from "../../rehearsal/rehearsal.ts";
import { setZoneCapacity } from "../../simulator/services/ec2/instances/launch.ts";
import { readFleet } from "../../src/ledger/fleets.ts";
import { rollouts } from "../../src/ledger/runs/rollouts.ts";
import type { RolloutRecord } from "../../src/domain/run/rollout.ts";
import { imageSource } from "../../src/domain/decide/wanted.ts";
import { converge } from "../../src/rollout/convergence/converge.ts";
import { recordNamed } from "../../src/rollout/declared/record-declared.ts";
import { type Case, declarationFor, isIn } from "./cases.ts";
import { hasTraffic } from "./green-traffic.ts";
import { createAlarm, pull } from "./triggers.ts";

/** From what happens to green until green is at 0 %, and what users lost in between. */
export interface MeasuredReaction extends Case {
  readonly seconds: number;
  readonly requestsLost: number;
  /** The target group's own detection and 120 s more. */
  readonly boundSeconds: number;
}

const NAME = "bench";
const SERVERS = 4;
const REQUESTS_PER_SECOND = 100;
const REACTION_SECONDS = 120;
const LONGEST_SECONDS = 2 * 3600;
const SCRIPT = {
  "sim:boot-seconds": "40",
  "sim:healthy-seconds": "15",
  "sim:command-seconds": "2400",
};

/** One rollout of a small fleet through the real machine, in which green goes wrong in the given phase. */
export async function measureReaction(given: Case): Promise<MeasuredReaction> {
  const rehearsal = openRehearsal({ seed: 13 });
  return rehearsal.simulator.drive(
    (async () => {
      const account = await furnish(given, rehearsal);
      await begin(rehearsal);
      if (given.phase === "pause" && given.strategy === "pull") await growForEver(rehearsal);
      await until(rehearsal, async () => isIn(given, await newest(rehearsal)));
      await nextPoll(rehearsal);
      return react(given, account, rehearsal);
    })(),
  );
}

async function furnish(given: Case, rehearsal: Rehearsal): Promise<Account> {
  const plan = {
    name: NAME,
    servers: SERVERS,
    image: SCRIPT,
    loadBalancer: given.strategy === "pull" ? ("none" as const) : ("application" as const),
    checkIntervalSeconds: 10,
    drainSeconds: 300,
  };
  await createAlarm(rehearsal);
  const { account } = await openFleet(rehearsal, plan, (found) => declarationFor(given, NAME, found));
  rehearsal.listening = false;
  if (account.listener !== "")
    rehearsal.traffic.start({ listenerArn: account.listener, requestsPerSecond: REQUESTS_PER_SECOND });
  return account;
}

async function begin(rehearsal: Rehearsal): Promise<void> {
  const { simulator, ledger, runtime } = rehearsal;
  const image = await registerImage(simulator, `${NAME}-2`, SCRIPT);
  const declared = await readFleet(ledger, NAME);
  if (declared === undefined) throw new Error("The bench fleet is not declared.");
  const source = imageSource(declared.fleet.image);
  await recordNamed(
    NAME,
    { image, madeAt: null, source, by: NAME, evidence: {}, takesNewest: false },
    runtime,
  );
  await converge(NAME, { actor: NAME }, runtime);
  await until(rehearsal, async () => (await rollouts.list(ledger, NAME)).length > 0);
}

/** Blue grows while green is validated, and there is no capacity for green to follow. */
async function growForEver(rehearsal: Rehearsal): Promise<void> {
  const { simulator } = rehearsal;
  const { world } = simulator;
  await until(rehearsal, async () => (await newest(rehearsal)).phase === "ValidateGreen");
  const desired = { AutoScalingGroupName: NAME, DesiredCapacity: SERVERS + 2 };
  await simulator
    .open(AutoScalingClient, { name: "an autoscaler" })
    .send(new SetDesiredCapacityCommand(desired));
  await simulator.clock.sleep(1000);
  for (const { zone } of world.state.subnets.values()) setZoneCapacity(world, zone, false);
}

async function react(given: Case, account: Account, rehearsal: Rehearsal): Promise<MeasuredReaction> {
  const { clock, world } = rehearsal.simulator;
  const began = clock.now();
  const lostBefore = rehearsal.traffic.report().lost;
  const goOn = await pull(given, rehearsal);
  await until(rehearsal, async () => {
    goOn();
    const run = await newest(rehearsal);
    // Nobody's traffic: that the verdict is acted on is what there is.
    return given.strategy === "pull" ? run.phase === "RollBack" : !hasTraffic(world, account);
  });
  const { healthCheckIntervalSeconds: interval = 0, unhealthyThreshold = 0 } =
    world.state.targetGroups.get(account.targetGroups[0] ?? "") ?? {};
  return {
    ...given,
    seconds: (clock.now() - began) / 1000,
    requestsLost: rehearsal.traffic.report().lost - lostBefore,
    boundSeconds: interval * unhealthyThreshold + REACTION_SECONDS,
  };
}

/** The worst instant: right after a poll that saw nothing. */
async function nextPoll(rehearsal: Rehearsal): Promise<void> {
  const since = (await newest(rehearsal)).waiting?.since;
  await until(rehearsal, async () => {
    const { waiting } = await newest(rehearsal);
    return waiting !== null && waiting.since !== since;
  });
}

async function newest({ ledger }: Rehearsal): Promise<RolloutRecord> {
  const [found] = await rollouts.list(ledger, NAME);
  if (found === undefined) throw new Error("No rollout was admitted.");
  return found.run;
}

async function until({ simulator: { clock } }: Rehearsal, isSo: () => Promise<boolean>): Promise<void> {
  const latest = clock.now() + LONGEST_SECONDS * 1000;
  while (!(await isSo())) {
    if (clock.now() > latest) throw new Error("Nothing came of it in two hours.");
    await clock.sleep(1000);
  }
}
