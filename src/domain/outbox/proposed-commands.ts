import type { ApprovalAsk } from "../approval/approval-ask.ts";
import { askId } from "../approval/ask-id.ts";

/** What is proposed to a person: each is a whole command line, and works as it is typed. */

/** The two ways on of a fleet that needs a person. */
export const settleCommands = (fleet: string): readonly string[] =>
  (["blue", "green"] as const).map(
    (side) => `moult settle ${fleet} --keep ${side} --reason "${side} serves" --confirm ${fleet}`,
  );

/** The answer to this ask: once something else waits it is refused. */
export const answerCommand = (
  verdict: "approve" | "reject",
  fleet: string,
  ask: Pick<ApprovalAsk, "key">,
  reason = "<text>",
): string => `moult rollout ${verdict} ${fleet} --ask ${askId(ask)} --reason ${reason}`;

export const abortCommand = (fleet: string): string =>
  `moult rollout abort ${fleet} --reason "it does not go on" --confirm ${fleet}`;

export const resumeCommand = (fleet: string): string =>
  `moult rollout resume ${fleet} --reason "a server waits for it"`;

/** `scope`: whether the fleet alone is frozen, or every fleet. */
export const unfreezeCommand = (fleet: string, scope: "fleet" | "account"): string =>
  scope === "account" ? "moult unfreeze --all --confirm all" : `moult unfreeze ${fleet} --confirm ${fleet}`;

/** Lets the fleet launch an image again that is in quarantine. */
export const liftCommand = (fleet: string, image: string): string =>
  `moult quarantine lift ${image} --fleet ${fleet} --reason "it serves well" --confirm ${image}`;

/** Replaces every server, whatever it is. */
export const replaceCommand = (fleet: string): string =>
  `moult rollout start ${fleet} --force --reason "no server answers" --confirm ${fleet}`;
