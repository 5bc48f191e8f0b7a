import type { Holder } from "../src/views/rollout/read-holder.ts";
import type { Session } from "./session/session.ts";

interface Left {
  readonly fleet: string;
  readonly id: string;
  /** Who carries it; null: nobody is written down yet, so it is what this command has begun. */
  readonly holder: Holder | null;
}

/** What becomes of a rollout that is not watched any more, and how to see it again. */
export function comeBack(
  { engine, io }: Pick<Session, "engine" | "io">,
  { fleet, id, holder }: Left,
): string {
  const back = `Come back with \`moult rollout status ${fleet} --watch\`.`;
  const { host, pid } = io.environment;
  const carrier = holder?.carrier ?? null;
  const isElsewhere = carrier?.kind === "process" && (carrier.host !== host || carrier.pid !== pid);
  if (isElsewhere)
    return `Rollout ${id} is carried by process ${carrier.pid} on ${carrier.host}, and goes on with it. ${back}`;
  if (carrier?.kind === "step-functions") return `Rollout ${id} carries on in AWS: ${holder?.words}. ${back}`;
  if (carrier === null && engine() === "step-functions") return `Rollout ${id} carries on in AWS. ${back}`;
  return (
    `Rollout ${id} goes no further than the process that runs it; where it stands is in the ledger. ` +
    `Watch it with \`moult rollout status ${fleet} --watch\`, take it up with \`moult rollout take-up ${fleet}\`.`
  );
}
