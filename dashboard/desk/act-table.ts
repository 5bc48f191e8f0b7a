import { type AskingCommand, consents } from "../../src/desk/consent.ts";
import type { ActName, Choices } from "../wire/acts.ts";

interface ActRow {
  /** As the button says it. */
  readonly label: string;
  /** The same before what it is about. */
  readonly title: string;
  /** The words of the command line. */
  readonly command: string;
  /** What is typed beside the reason: what the command line asks to be typed. */
  readonly typed: "fleet" | "image" | "storm" | "all" | null;
  /** How long it lasts where nothing else is said. */
  readonly lasts: string | null;
  readonly choices: Choices | null;
}

const row = (label: string, command: string, more: Partial<ActRow> = {}): ActRow => ({
  label,
  title: label,
  command,
  typed: typedFor(command),
  lasts: null,
  choices: null,
  ...more,
});

/** The one table of consent is the command line's. */
function typedFor(command: string): ActRow["typed"] {
  if (!(command in consents)) return null;
  const { typed } = consents[command as AskingCommand];
  if (typed === "the image") return "image";
  return typed === "the storm, as it was named" ? "storm" : "fleet";
}

/** Each act of the page, with the command that does the same. What is for every fleet is typed, though it only holds back. */
export const actTable: Readonly<Record<ActName, ActRow>> = {
  freeze: row("Freeze", "freeze", { lasts: "" }),
  unfreeze: row("Unfreeze", "unfreeze"),
  "freeze-all": row("Freeze all", "freeze", { lasts: "", typed: "all" }),
  "unfreeze-all": row("Unfreeze all", "unfreeze", { typed: "all" }),
  pause: row("Pause", "rollout pause", { lasts: "1d" }),
  resume: row("Resume", "rollout resume"),
  promote: row("Promote", "rollout promote"),
  abort: row("Abort", "rollout abort"),
  rollback: row("Roll back", "rollout rollback"),
  approve: row("Approve", "rollout approve"),
  reject: row("Reject", "rollout reject"),
  retry: row("Retry", "rollout retry"),
  "settle-blue": row("Keep the old servers", "settle", { title: "Keep the old servers of" }),
  "settle-green": row("Keep the new servers", "settle", { title: "Keep the new servers of" }),
  "lift-quarantine": row("Lift", "quarantine lift"),
  start: row("Start a rollout", "rollout start", {
    title: "Start a rollout of",
    choices: {
      item: "Image (empty: the one that the declaration names)",
      option: "Replace every server, even those that are what they should be",
    },
  }),
  "allow-access": row("Allow access", "access allow", {
    title: "Allow access to",
    lasts: "2h",
    choices: {
      item: "Server (empty: any of the fleet)",
      option: "Take the server out of traffic first, and replace it afterwards",
    },
  }),
  "acknowledge-storm": row("Acknowledge", "findings acknowledge", { title: "Acknowledge storm" }),
};
