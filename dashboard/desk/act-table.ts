import { type AskingCommand, consents } from "../../src/desk/consent.ts";
import type { ActName } from "../wire/acts.ts";

interface ActRow {
  /** As the button says it. */
  readonly label: string;
  /** The words of the command line. */
  readonly command: string;
  /** What is typed beside the reason: what the command line asks to be typed. */
  readonly typed: "fleet" | "image" | "all" | null;
  /** How long it lasts where nothing else is said. */
  readonly lasts: string | null;
}

const row = (label: string, command: string, lasts: string | null = null): ActRow => ({
  label,
  command,
  typed: typedFor(command),
  lasts,
});

/** The one table of consent is the command line's. */
function typedFor(command: string): ActRow["typed"] {
  if (!(command in consents)) return null;
  return consents[command as AskingCommand].typed === "the image" ? "image" : "fleet";
}

/** Each act of the page, with the command that does the same. What is for every fleet is typed, though it only holds back. */
export const actTable: Readonly<Record<ActName, ActRow>> = {
  freeze: row("Freeze", "freeze", ""),
  unfreeze: row("Unfreeze", "unfreeze"),
  "freeze-all": { ...row("Freeze all", "freeze", ""), typed: "all" },
  "unfreeze-all": { ...row("Unfreeze all", "unfreeze"), typed: "all" },
  pause: row("Pause", "rollout pause", "1d"),
  resume: row("Resume", "rollout resume"),
  promote: row("Promote", "rollout promote"),
  abort: row("Abort", "rollout abort"),
  rollback: row("Roll back", "rollout rollback"),
  approve: row("Approve", "rollout approve"),
  reject: row("Reject", "rollout reject"),
  retry: row("Retry", "rollout retry"),
  "settle-blue": row("Keep the old servers", "settle"),
  "settle-green": row("Keep the new servers", "settle"),
  "lift-quarantine": row("Lift", "quarantine lift"),
};
