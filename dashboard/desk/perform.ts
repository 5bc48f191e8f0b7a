import { parseDuration } from "../../src/domain/duration.ts";
import type { SteeringAct } from "../../src/domain/steering/steer.ts";
import { InvalidInput } from "../../src/errors/errors.ts";
import type { ControlPlane } from "../../src/engine/control-plane-port.ts";
import type { Who } from "../../src/desk/acts.ts";
import type { Consent } from "../wire/acts.ts";

interface Performing {
  readonly plane: Pick<ControlPlane, "act" | "wantedImage">;
  readonly who: string | Who;
}

const DAY_SECONDS = 86_400;

/** Carries out what was agreed to by the same acts as the command line; answers what came of it in words. */
export async function perform(consent: Consent, performing: Performing): Promise<string> {
  const { act, fleet } = consent;
  if (fleet === null || act === "freeze-all" || act === "unfreeze-all" || act === "lift-quarantine")
    return forAll(consent, performing);
  const own = OWN[act];
  return own === undefined
    ? steered(act as Exclude<SteeringAct, "rollback">, { ...consent, fleet }, performing)
    : own({ ...consent, fleet }, performing);
}

type Own = (consent: Consent & { readonly fleet: string }, performing: Performing) => Promise<string>;

const answer =
  (verdict: "approved" | "rejected"): Own =>
  async ({ fleet, reason }, { plane, who }) => {
    await plane.act("answer", { fleet, verdict, reason, image: null }, who);
    return `${verdict}; carried out at the next look`;
  };

const settle =
  (keep: "blue" | "green"): Own =>
  async ({ fleet, reason }, { plane, who }) => {
    await plane.act("settle", { fleet, keep, reason }, who);
    return "a rollout carries it out";
  };

/** Acts that are not a steering of the open rollout. */
const OWN: Readonly<Partial<Record<Consent["act"], Own>>> = {
  freeze: async ({ fleet, reason, lasts }, { plane, who }) => {
    await plane.act("freeze", { fleet, reason, seconds: secondsOf(lasts) }, who);
    return `${fleet} is frozen`;
  },
  unfreeze: async ({ fleet }, { plane, who }) => {
    await plane.act("unfreeze", { fleet }, who);
    return `${fleet} is not frozen by itself any more`;
  },
  approve: answer("approved"),
  reject: answer("rejected"),
  "settle-blue": settle("blue"),
  "settle-green": settle("green"),
  retry: async ({ fleet, reason }, { plane, who }) => {
    const wanted = await plane.wantedImage(fleet);
    const asked = { fleet, wanted, image: null, until: null, launchedBefore: null, reason };
    return `rollout ${(await plane.act("retry", asked, who)).id} begins`;
  },
  rollback: async ({ fleet, reason }, { plane, who }) => {
    const went = await plane.act("rollback", { fleet, reason }, who);
    return "changed" in went ? went.reason : `rollout ${went.started.id} goes back to ${went.image}`;
  },
};

const steered = async (
  act: Exclude<SteeringAct, "rollback">,
  { fleet, reason, lasts }: Parameters<Own>[0],
  { plane, who }: Performing,
): Promise<string> => {
  const seconds = act === "pause" ? (secondsOf(lasts) ?? DAY_SECONDS) : 0;
  return (await plane.act("steer", { act, fleet, reason, seconds }, who)).reason;
};

async function forAll(
  { act, fleet, image, reason, lasts }: Consent,
  { plane, who }: Performing,
): Promise<string> {
  if (act === "freeze-all") {
    await plane.act("freeze", { fleet: null, reason, seconds: secondsOf(lasts) }, who);
    return "every fleet is frozen";
  }
  if (act === "unfreeze-all") {
    await plane.act("unfreeze", { fleet: null }, who);
    return "the freeze of every fleet is lifted";
  }
  const scope = fleet === null ? null : { fleet };
  await plane.act("lift-quarantine", { imageId: image ?? "", scope, reason }, who);
  return `${image} is out of quarantine`;
}

/** Null: until somebody lifts it. Throws InvalidInput for what is no length. */
function secondsOf(lasts: string): number | null {
  if (lasts.trim() === "") return null;
  const seconds = parseDuration(lasts.trim()) ?? 0;
  if (seconds > 0) return seconds;
  throw new InvalidInput(`${lasts} is no length of time: write it as 30m, 8h or 2d`);
}
