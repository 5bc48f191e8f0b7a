import type { Session } from "./session/session.ts";

/** What becomes of a rollout that is not watched any more, and how to see it again. */
export function comeBack(session: Pick<Session, "engine">, fleet: string, id: string): string {
  if (session.engine() === "step-functions") {
    return `Rollout ${id} carries on in AWS. Come back with \`moult rollout status ${fleet} --watch\`.`;
  }
  return (
    `Rollout ${id} goes no further than the process that runs it; where it stands is in the ledger. ` +
    `Watch it with \`moult rollout status ${fleet} --watch\`, take it up with \`moult rollout resume ${fleet}\`.`
  );
}
