import { DeregisterImageCommand } from "@aws-sdk/client-ec2";
import type { ReplacementRequest } from "../../src/domain/run/rollout.ts";
import { freeze, lift } from "../../src/ledger/freezes.ts";
import { quarantine } from "../../src/ledger/image-verdicts.ts";
import { abortRollout } from "../../src/operator/abort-rollout.ts";
import type { ActPlan, RequestPlan } from "../draws/plan.ts";
import type { Stage } from "./world.ts";

/** Carries out what people ask for, each at its time. */
export function playHistory(stage: Stage): void {
  const { world } = stage.simulator;
  for (const request of stage.plan.requests)
    world.after(request.afterSeconds, () => watched(stage, ask(request, stage)));
  for (const act of stage.plan.acts) world.after(act.afterSeconds, () => watched(stage, runStep(act, stage)));
}

/** What a person does may be refused; what breaks is told. */
const watched = (stage: Stage, work: Promise<void>): void =>
  void work.catch((error: unknown) => stage.note(`a operator's act was refused: ${String(error)}`));

async function ask({ kind, image: wanted }: RequestPlan, stage: Stage): Promise<void> {
  const { operator, account, clock, planes } = stage;
  if (kind === "forced") return start(stage, { image: null, force: true });
  const image = await operator.makeImage(wanted);
  if (wanted.ageSeconds !== undefined) await stage.clock.sleep(wanted.ageSeconds * 1000);
  if (wanted.goneAfterSeconds !== undefined) {
    stage.exempt("servers");
    stage.simulator.world.after(wanted.goneAfterSeconds, () =>
      watched(
        stage,
        operator.ec2.send(new DeregisterImageCommand({ ImageId: image })).then(() => undefined),
      ),
    );
  }
  if (SERVERS_FAIL.some((tag) => tag in wanted.tags)) stage.exempt("servers");
  if (kind === "event") return operator.publish(account.channel, image);
  await start(stage, { image, force: false });
  void clock;
  void planes;
}

/** Images whose servers may stop to serve after they were good, or may not be launched again. */
const SERVERS_FAIL = [
  "sim:sickens-seconds",
  "sim:healthy-seconds",
  "sim:launch-failure",
  "sim:http-status",
].filter((tag) => tag !== "sim:healthy-seconds");

/** An operator starts a rollout on one of the control planes. */
export async function start(
  { planes, clock, random, note }: Stage,
  asked: Pick<ReplacementRequest, "image" | "force">,
): Promise<void> {
  const plane = planes[random.integer(0, planes.length - 1)];
  const at = clock.now();
  const request = { ...asked, reason: "operator", by: "ada", at, evidence: {} } as const;
  note(`ada starts a rollout on ${plane?.name} ${JSON.stringify(asked)}`);
  await plane?.engine.start(`web-by-hand-${at}`, { fleet: "web", request });
}

async function runStep({ kind, seconds }: ActPlan, stage: Stage): Promise<void> {
  const { ledger, clock, view } = stage;
  const now = clock.now();
  stage.note(`ada: ${kind}`);
  if (kind === "abort") {
    await abortRollout({ fleet: "web", who: "ada", reason: "wants it back" }, { ledger, clock });
  } else if (kind === "freeze") {
    const until = stage.random.chance(0.5) ? now + seconds * 1000 : null;
    await freeze(ledger, {
      fleet: stage.random.chance(0.5) ? "web" : null,
      reason: "a sale",
      by: "ada",
      since: now,
      until,
    });
    stage.simulator.world.after(seconds, () => watched(stage, liftAll(stage)));
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

async function liftAll({ ledger }: Stage): Promise<void> {
  await lift(ledger, "web");
  await lift(ledger, null);
}
