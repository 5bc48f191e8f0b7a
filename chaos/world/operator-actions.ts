import { DeregisterImageCommand } from "@aws-sdk/client-ec2";
import { freeze, lift } from "../../src/ledger/freezes.ts";
import { quarantine } from "../../src/ledger/image-verdicts.ts";
import { abortRollout } from "../../src/operator/abort-rollout.ts";
import type { ActPlan, RequestPlan } from "../draws/plan.ts";
import type { ChaosWorld } from "./world.ts";

/** Carries out what people ask for, each at its time. */
export function scheduleOperatorActions(chaos: ChaosWorld): void {
  const { world } = chaos.simulator;
  for (const request of chaos.plan.requests)
    world.after(request.afterSeconds, () => watched(chaos, ask(request, chaos)));
  for (const act of chaos.plan.acts) world.after(act.afterSeconds, () => watched(chaos, perform(act, chaos)));
}

/** AWS or moult may refuse what an operator does: that is noted. */
const watched = (chaos: ChaosWorld, work: Promise<void>): void =>
  void work.catch((error: unknown) => chaos.note(`a operator's act was refused: ${String(error)}`));

async function ask({ kind, image: wanted }: RequestPlan, chaos: ChaosWorld): Promise<void> {
  const { operator, account, clock } = chaos;
  if (kind === "forced") return start(chaos, { force: true });
  const image = await operator.makeImage(wanted);
  if (wanted.ageSeconds !== undefined) await clock.sleep(wanted.ageSeconds * 1000);
  if (wanted.goneAfterSeconds !== undefined) {
    chaos.exempt("servers");
    chaos.simulator.world.after(wanted.goneAfterSeconds, () =>
      watched(
        chaos,
        operator.ec2.send(new DeregisterImageCommand({ ImageId: image })).then(() => undefined),
      ),
    );
  }
  if (SERVERS_FAIL.some((tag) => tag in wanted.tags)) chaos.exempt("servers");
  if (kind === "event") return operator.publish(account.channel, image);
  await start(chaos, { image });
}

/** Images whose servers may stop to serve after they were good, or may not be launched again. */
const SERVERS_FAIL = ["sim:sickens-seconds", "sim:launch-failure", "sim:http-status"];

/** An operator starts a rollout on one of the control planes. */
export async function start(
  { controlPlanes, clock, random, note }: ChaosWorld,
  asked: { readonly image?: string; readonly force?: true },
): Promise<void> {
  const controlPlane = controlPlanes[random.integer(0, controlPlanes.length - 1)];
  const at = clock.now();
  note(`ada starts a rollout on ${controlPlane?.name} ${JSON.stringify(asked)}`);
  await controlPlane?.engine.start("rollout", `web-by-hand-${at}`, { fleet: "web", by: "ada", ...asked });
}

async function perform({ kind, seconds }: ActPlan, chaos: ChaosWorld): Promise<void> {
  const { ledger, clock, view } = chaos;
  const now = clock.now();
  chaos.note(`ada: ${kind}`);
  if (kind === "abort") {
    await abortRollout({ fleet: "web", who: "ada", reason: "wants it back" }, { ledger, clock });
  } else if (kind === "freeze") {
    const until = chaos.random.chance(0.5) ? now + seconds * 1000 : null;
    await freeze(ledger, {
      fleet: chaos.random.chance(0.5) ? "web" : null,
      reason: "a sale",
      by: "ada",
      since: now,
      until,
    });
    chaos.simulator.world.after(seconds, () => watched(chaos, liftAll(chaos)));
  } else {
    const image = [...view.rollouts.values()].at(-1)?.imageTo;
    if (image !== undefined)
      await quarantine(ledger, {
        imageId: image,
        fleet: null,
        rollout: null,
        reason: "ada has doubts",
        at: now,
      });
  }
}

async function liftAll({ ledger }: ChaosWorld): Promise<void> {
  await lift(ledger, "web");
  await lift(ledger, null);
}
