import type { ApprovalAsk } from "../../src/domain/approval/approval-ask.ts";
import { answerCommand } from "../../src/domain/outbox/proposed-commands.ts";
import { formatInstant } from "../../src/domain/format-instant.ts";
import type { FleetView } from "../../src/views/fleet/fleet-view.ts";
import { readAwaitedYes } from "../../src/views/rollout/read-awaited-yes.ts";
import { comeBack } from "../come-back.ts";
import type { Session } from "../session/session.ts";

/**
 * A yes for which nobody has to stay: the rollout waits for it without this process. Null: there is none. `settled`: of what this command
 * has begun, which an embedded engine carries in this process.
 */
export async function awaitedYes(
  session: Session,
  { rollout }: FleetView,
  settled: Promise<void> | undefined,
): Promise<ApprovalAsk | null> {
  if (settled !== undefined && session.engine() === "embedded") return null;
  const { ledger, clock } = await session.plane();
  return readAwaitedYes(ledger, rollout, clock.now());
}

/** Says what waits, until when, how it is answered, and how to come back. */
export function sayAwaited(session: Session, ask: ApprovalAsk, model: FleetView): void {
  const { fleet, rollout, holder } = model;
  const { what, until, onDeadline } = ask;
  const then = onDeadline === "proceed" ? "it goes on" : "it is rejected";
  session.say(
    `${fleet}: ${what} waits for a person's yes until ${formatInstant(until)}, then ${then}. ` +
      `\`${answerCommand("approve", fleet, ask)}\`, or \`${answerCommand("reject", fleet, ask)}\`, answers it.`,
  );
  session.say(comeBack(session, { fleet, id: rollout?.id ?? "", holder: holder ?? null }));
}
