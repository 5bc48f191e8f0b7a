import type { ApprovalAsk } from "../approval/approval-ask.ts";
import { answerCommand, unfreezeCommand } from "../outbox/proposed-commands.ts";
import type { RolloutRecord } from "../run/rollout.ts";
import { PAUSE_SECONDS } from "../steering/pause.ts";
import { steer, type SteeringAct } from "../steering/steer.ts";
import type { ExplainedAction } from "./explanation.ts";

const REASON = "--reason <text>";

const STEERED: Readonly<Record<SteeringAct, { readonly does: string; readonly confirms: boolean }>> = {
  pause: { does: "it takes no step forward for a day; green is watched", confirms: false },
  resume: { does: "it goes on at its next look", confirms: false },
  promote: { does: "it goes on without gates, pauses, bake and warm time that are left", confirms: true },
  abort: {
    does: "traffic goes back, green goes, and the image is begun again only by retry",
    confirms: true,
  },
  rollback: { does: "the fleet goes back to what it ran before", confirms: true },
};
const ACTS = ["pause", "resume", "promote", "abort", "rollback"] as const;

/** What a person may do to a rollout, with why not in the words that refuse it. Undefined: none is open. */
export const steeringActions = (
  fleet: string,
  run: RolloutRecord | undefined,
  now: number,
): readonly ExplainedAction[] =>
  ACTS.map((act) => {
    const { does, confirms } = STEERED[act];
    const asked = { act, fleet, by: "", reason: "", seconds: PAUSE_SECONDS };
    const steered = steer(asked, run, now);
    return {
      act,
      command: `moult rollout ${act} ${fleet} ${REASON}${confirms ? ` --confirm ${fleet}` : ""}`,
      does,
      blockedReason: "noop" in steered ? steered.noop : null,
    };
  });

/** A person's yes or no to what is asked; null: nobody is asked about anything. */
export const answerActions = (
  fleet: string,
  ask: Pick<ApprovalAsk, "key"> | null,
): readonly ExplainedAction[] => {
  const command = (act: "approve" | "reject"): string =>
    ask === null ? `moult rollout ${act} ${fleet} ${REASON}` : answerCommand(act, fleet, ask);
  const blockedReason = ask === null ? "nobody is asked about anything" : null;
  return [
    { act: "approve", command: command("approve"), does: "what was asked about goes on", blockedReason },
    {
      act: "reject",
      command: command("reject"),
      does: "what was asked about does not happen until a person says retry",
      blockedReason,
    },
  ];
};

/** The two ways on of a fleet that needs a person. */
export const settleActions = (fleet: string, blockedReason: string | null): readonly ExplainedAction[] =>
  (["blue", "green"] as const).map((side) => ({
    act: `settle-${side}` as const,
    command: `moult settle ${fleet} --keep ${side} ${REASON} --confirm ${fleet}`,
    does: `the fleet stays on ${side}`,
    blockedReason,
  }));

export const startAction = (fleet: string, blockedReason: string | null): ExplainedAction => ({
  act: "start",
  command: `moult rollout start ${fleet} --force ${REASON} --confirm ${fleet}`,
  does: "every server is replaced, without waiting for a window or the budget",
  blockedReason,
});

export const retryAction = (fleet: string, blockedReason: string | null): ExplainedAction => ({
  act: "retry",
  command: `moult rollout retry ${fleet} ${REASON}`,
  does: "what was refused, or has failed, is begun again",
  blockedReason,
});

export const liftAction = (fleet: string, image: string | null): ExplainedAction => ({
  act: "lift-quarantine",
  command: `moult quarantine lift ${image ?? "<image>"} --fleet ${fleet} ${REASON} --confirm ${image ?? "<image>"}`,
  does: "the fleet may launch the image again",
  blockedReason: image === null ? "no image that the fleet wants is in quarantine" : null,
});

/** `scope`: what is frozen; null: nothing. */
export const freezeActions = (
  fleet: string,
  scope: "fleet" | "account" | null,
): readonly ExplainedAction[] => [
  {
    act: "freeze",
    command: `moult freeze ${fleet} ${REASON}`,
    does: "nothing of the fleet is changed until it is lifted",
    blockedReason: scope === null ? null : "it is frozen already",
  },
  {
    act: "unfreeze",
    command: unfreezeCommand(fleet, scope ?? "fleet"),
    does: "what is due goes on",
    blockedReason: scope === null ? "nothing is frozen" : null,
  },
];

export const historyAction = (fleet: string, run?: string): ExplainedAction => ({
  act: "history",
  command: run === undefined ? `moult history ${fleet}` : `moult history ${fleet} --rollout ${run}`,
  does: "shows every decision and its evidence",
  blockedReason: null,
});
