import { DeregisterImageCommand } from "@aws-sdk/client-ec2";
import { freeze, lift } from "../../src/ledger/freezes.ts";
import { quarantine } from "../../src/ledger/image-verdicts.ts";
import { retryRollout } from "../../src/operator/retry-rollout.ts";
import { steerRollout } from "../../src/operator/steer-rollout.ts";
import { unpinImage } from "../../src/operator/unpin-image.ts";
import type { SteeringAct } from "../../src/domain/steering/steer.ts";
import { ringBell } from "../../src/rollout/approval/ring-bell.ts";
import { bellsOf } from "../processes/bells-of.ts";
import type { ActPlan, ImagePlan, RequestPlan } from "../draws/plan.ts";
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

async function ask({ kind, image, seconds = 0 }: RequestPlan, chaos: ChaosWorld): Promise<void> {
  const { operator, account, clock } = chaos;
  const ago = new Date(clock.now() - seconds * 1000).toISOString();
  if (kind === "forced") return start(chaos, { force: true });
  if (kind === "replaced") return start(chaos, { replaceLaunchedBefore: ago });
  if (kind === "set-back") return operator.publish(account.channel, account.image);
  if (kind === "template") return changeTemplate(chaos);
  const made = await makeImage(image, chaos);
  if (kind === "event") return operator.publish(account.channel, made);
  const until = new Date(clock.now() + seconds * 1000).toISOString();
  await start(chaos, { image: made, ...(kind === "pinned" && { until }) });
}

async function changeTemplate({ operator, account, clock, input }: ChaosWorld): Promise<void> {
  const data = { InstanceType: "m7i.xlarge" };
  const version = await operator.makeVersion(account.template, data, `ada-${clock.now()}`);
  input.theirVersions.add(version);
  await operator.setDefaultVersion(account.template, version);
}

async function makeImage(wanted: ImagePlan, chaos: ChaosWorld): Promise<string> {
  const { operator, clock } = chaos;
  const image = await operator.makeImage(wanted);
  if (wanted.ageSeconds !== undefined) await clock.sleep(wanted.ageSeconds * 1000);
  if (wanted.goneAfterSeconds !== undefined) {
    chaos.simulator.world.after(wanted.goneAfterSeconds, () =>
      watched(
        chaos,
        operator.ec2.send(new DeregisterImageCommand({ ImageId: image })).then(() => undefined),
      ),
    );
  }
  return image;
}

/** What an operator types into the console. */
interface Typed {
  readonly image?: string;
  readonly until?: string;
  readonly force?: true;
  readonly replaceLaunchedBefore?: string;
  readonly do?: "approve" | "reject";
  readonly reason?: string;
}

/** An operator starts a rollout on one of the control planes. */
export async function start({ controlPlanes, clock, random, note }: ChaosWorld, asked: Typed): Promise<void> {
  const controlPlane = controlPlanes[random.integer(0, controlPlanes.length - 1)];
  const at = clock.now();
  note(`ada starts a rollout on ${controlPlane?.name} ${JSON.stringify(asked)}`);
  await controlPlane?.engine.start("rollout", `web-by-hand-${at}`, { fleet: "web", by: "ada", ...asked });
}

const steer = async (
  act: SteeringAct,
  { ledger, clock, note }: ChaosWorld,
  seconds?: number,
): Promise<void> => {
  const asked = {
    act,
    fleet: "web",
    by: "ada",
    reason: "has a look",
    ...(seconds !== undefined && { seconds }),
  };
  const { reason } = await steerRollout(asked, { ledger, clock });
  note(`ada ${act}s: ${reason}`);
};

type Act = (act: ActPlan, chaos: ChaosWorld) => Promise<unknown>;

const ACTS: Readonly<Record<ActPlan["kind"], Act>> = {
  abort: (_act, { ledger, clock }) =>
    steerRollout({ act: "abort", fleet: "web", by: "ada", reason: "wants it back" }, { ledger, clock }),
  freeze: async ({ seconds }, chaos) => {
    const { ledger, clock, random } = chaos;
    const since = clock.now();
    const until = random.chance(0.5) ? since + seconds * 1000 : null;
    const fleet = random.chance(0.5) ? "web" : null;
    await freeze(ledger, { fleet, reason: "a sale", by: "ada", since, until });
    chaos.simulator.world.after(seconds, () => watched(chaos, liftAll(chaos)));
  },
  quarantine: async (_act, { ledger, clock, view }) => {
    const imageId = [...view.rollouts.values()].at(-1)?.imageTo;
    const about = { fleet: null, rollout: null, reason: "ada has doubts", at: clock.now() };
    if (imageId !== undefined) await quarantine(ledger, { imageId, reach: null, ...about });
  },
  retry: (_act, chaos) => {
    const { ledger, clock, view } = chaos;
    const image = view.except[0]?.image ?? view.attempts.last[0]?.image ?? null;
    const ask = { image: null, until: null, launchedBefore: null, by: "ada", reason: null };
    const begin = async () => {
      await start(chaos, {});
      return { id: "", settled: Promise.resolve() };
    };
    return retryRollout({ fleet: "web", image, ask }, { ledger, clock, start: begin });
  },
  pause: ({ seconds }, chaos) => steer("pause", chaos, seconds),
  resume: (_act, chaos) => steer("resume", chaos),
  promote: (_act, chaos) => steer("promote", chaos),
  rollback: async (_act, chaos) => {
    const { controlPlanes, clock, random } = chaos;
    const controlPlane = controlPlanes[random.integer(0, controlPlanes.length - 1)];
    // By the console: while blue stands by it is done at once, else it begins a rollout.
    const input = { fleet: "web", do: "rollback", reason: "wants what was before", by: "ada" } as const;
    await controlPlane?.engine.start("rollout", `web-back-${clock.now()}`, input);
  },
  unpin: (_act, { ledger, clock }) => unpinImage({ fleet: "web", by: "ada" }, { ledger, clock }),
};

async function perform(act: ActPlan, chaos: ChaosWorld): Promise<void> {
  chaos.note(`ada: ${act.kind}`);
  await ACTS[act.kind](act, chaos);
  // What people do rings (src/desk/acts.ts).
  const { ledger, clock } = chaos;
  await ringBell("web", { ledger, clock, bells: bellsOf(chaos) });
}

async function liftAll({ ledger }: ChaosWorld): Promise<void> {
  await lift(ledger, "web");
  await lift(ledger, null);
}
