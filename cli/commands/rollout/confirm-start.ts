import { endedByStart } from "../../../src/views/rollout/ended-by-start.ts";
import type { PersonsAsk } from "../../../src/operator/start-rollout.ts";
import type { Session } from "../../session/session.ts";
import { confirm } from "../../terminal/confirm.ts";

interface Starting {
  readonly fleet: string;
  readonly ask: Pick<PersonsAsk, "launchedBefore">;
  /** What the fleet is to run afterwards; null: what its declaration names. */
  readonly image: string | null;
  /** The values of --confirm, where it was given. */
  readonly given: readonly string[] | undefined;
}

/** Has confirmed, in one question, what a start does beyond a usual one: it replaces good servers, or ends a rollout. */
export async function confirmStart(session: Session, { fleet, ask, image, given }: Starting): Promise<void> {
  const { ledger } = await session.plane();
  const running = await endedByStart(fleet, image, ledger);
  const forced = `Every server of ${fleet} will be replaced, even those that are what they should be.`;
  const ended = `Rollout ${running?.id} to ${running?.imageTo}, now in ${running?.phase}, rolls back to make room for ${image}, unless that is refused.`;
  const what = [...(ask.launchedBefore === "now" ? [forced] : []), ...(running ? [ended] : [])];
  if (what.length > 0) await confirm(session, { what: what.join(" "), name: fleet, given });
}
