import { unfreezeCommand } from "../../outbox/proposed-commands.ts";
import type { Said } from "../said.ts";
import { instantWords } from "../words.ts";

/** Nothing may be changed, and who said so. Instants are milliseconds since 1970. */
export interface FreezeFacts {
  readonly reason: string;
  readonly by: string;
  readonly since: number;
  readonly until: number | null;
  readonly scope: "fleet" | "account";
}

interface Frozen {
  readonly fleet: string;
  readonly freeze: FreezeFacts;
  /** The run that stands for it; null: none is open. */
  readonly run: { readonly kind: string; readonly phase: string } | null;
}

/** What there is to say of a fleet that nobody may change. */
export function frozenWords({ fleet, freeze, run }: Frozen, now: number): Omit<Said, "actions" | "also"> {
  const { reason, by, since, until, scope } = freeze;
  const command = unfreezeCommand(fleet, scope);
  const stands = run === null ? "" : `, ${run.kind} stands in ${run.phase}`;
  return {
    state: "frozen",
    waitsFor: "freeze",
    does: `${scope === "account" ? "every fleet is frozen" : "frozen"} by ${by}${stands}`,
    why: reason,
    ends: until === null ? `${command} ends it` : `until ${instantWords(until, now)}, or ${command}`,
    endsAt: until,
    since,
    otherwise: "nothing is changed meanwhile; what is due begins then",
  };
}
