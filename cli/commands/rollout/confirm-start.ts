import type { ReplacementRequest } from "../../../src/domain/run/replacement-request.ts";
import { endedByStart } from "../../../src/views/rollout/ended-by-start.ts";
import type { Session } from "../../session/session.ts";
import { confirm } from "../../terminal/confirm.ts";

interface Starting {
  readonly fleet: string;
  readonly request: ReplacementRequest;
  /** The values of --confirm, where it was given. */
  readonly given: readonly string[] | undefined;
}

/** Has confirmed, in one question, what a start does beyond a usual one: it replaces good servers, or ends a rollout. */
export async function confirmStart(session: Session, { fleet, request, given }: Starting): Promise<void> {
  const { ledger } = await session.plane();
  const running = await endedByStart(fleet, request, ledger);
  const forced = `Every server of ${fleet} will be replaced, even those that are what they should be.`;
  const ended = `Rollout ${running?.id} to ${running?.imageTo}, now in ${running?.phase}, rolls back to make room for ${request.image}, unless that is refused.`;
  const what = [...(request.force ? [forced] : []), ...(running ? [ended] : [])];
  if (what.length > 0) await confirm(session, { what: what.join(" "), name: fleet, given });
}
