import { parseDuration } from "../../src/domain/duration.ts";
import { formatInstant } from "../../src/domain/format-instant.ts";
import { saidWords } from "../../src/domain/run/start-input.ts";
import type { SteeringAct } from "../../src/domain/steering/steer.ts";
import { InvalidInput } from "../../src/errors/errors.ts";
import type { ControlPlane } from "../../src/engine/control-plane-port.ts";
import type { Who } from "../../src/desk/acts.ts";
import type { Consent } from "../wire/acts.ts";

interface Performing {
  readonly plane: Pick<ControlPlane, "act" | "wantedImage">;
  readonly who: string | Who;
  readonly now: number;
}

const DAY_SECONDS = 86_400;

/** Carries out what was agreed to by the same acts as the command line; answers what came of it in words. */
export async function perform(consent: Consent, performing: Performing): Promise<string> {
  const { act, fleet } = consent;
  if (CARRIED.has(act)) assertCarried(consent.reason);
  const whole = WHOLE[act];
  if (whole !== undefined) return whole(consent, performing);
  if (fleet === null) throw new InvalidInput("no fleet is named");
  const own = OWN[act];
  return own === undefined
    ? steered(act as Exclude<SteeringAct, "rollback">, { ...consent, fleet }, performing)
    : own({ ...consent, fleet }, performing);
}

/** Acts whose reason an execution carries, which takes no longer one. */
const CARRIED: ReadonlySet<Consent["act"]> = new Set([
  "start",
  "retry",
  "rollback",
  "settle-blue",
  "settle-green",
]);

/** Throws InvalidInput for a reason that is too long for the input of an execution: it would begin, and be refused. */
function assertCarried(reason: string): void {
  const [fault] = saidWords.safeParse(reason).error?.issues ?? [];
  if (fault !== undefined) throw new InvalidInput(`the reason ${fault.message}`);
}

type Own = (consent: Consent & { readonly fleet: string }, performing: Performing) => Promise<string>;

const answer =
  (verdict: "approved" | "rejected"): Own =>
  async ({ fleet, reason, item: ask }, { plane, who }) => {
    await plane.act("answer", { fleet, verdict, reason, image: null, ask }, who);
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
  start: async ({ fleet, item, option, reason, lasts }, { plane, who, now }) => {
    const seconds = item === null ? null : secondsOf(lasts);
    const until = seconds === null ? null : now + seconds * 1000;
    const asked = { fleet, image: item, until, launchedBefore: option ? ("now" as const) : null, reason };
    return `asked for as ${(await plane.act("start", asked, who)).id}, which decides whether it begins`;
  },
  "allow-access": async ({ fleet, item: server, option: isolate, reason, lasts }, { plane, who }) => {
    const asked = { fleet, server, reason, seconds: secondsOf(lasts) ?? 0, isolate };
    const { until } = await plane.act("allow-access", asked, who);
    return `who logs into ${server ?? `any server of ${fleet}`} until ${formatInstant(until)} is written down, and no server is replaced for it`;
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

/** Acts that are about more than one fleet, or may be. */
const WHOLE: Readonly<
  Partial<Record<Consent["act"], (consent: Consent, performing: Performing) => Promise<string>>>
> = {
  "freeze-all": async ({ reason, lasts }, { plane, who }) => {
    await plane.act("freeze", { fleet: null, reason, seconds: secondsOf(lasts) }, who);
    return "every fleet is frozen";
  },
  "unfreeze-all": async (_consent, { plane, who }) => {
    await plane.act("unfreeze", { fleet: null }, who);
    return "the freeze of every fleet is lifted";
  },
  "lift-quarantine": async ({ fleet, item, reason }, { plane, who }) => {
    const scope = fleet === null ? null : { fleet };
    await plane.act("lift-quarantine", { imageId: item ?? "", scope, reason }, who);
    return `${item} is out of quarantine`;
  },
  "acknowledge-storm": async ({ item, reason }, { plane, who }) => {
    const { changed } = await plane.act("acknowledge-storm", { key: item ?? "", reason }, who);
    return changed ? "the next sweep or scan begins what is due for it" : "somebody acknowledged it before";
  },
};

/** Null: until somebody lifts it. Throws InvalidInput for what is no length. */
function secondsOf(lasts: string): number | null {
  if (lasts.trim() === "") return null;
  const seconds = parseDuration(lasts.trim()) ?? 0;
  if (seconds > 0) return seconds;
  throw new InvalidInput(`${lasts} is no length of time: write it as 30m, 8h or 2d`);
}
