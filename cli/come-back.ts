import type { Settings } from "./session/settings.ts";

/** What becomes of a rollout that is not watched any more, and how to see it again. */
export function comeBack(settings: Settings, fleet: string, id: string): string {
  if (settings.engine === "step-functions") {
    return `Rollout ${id} carries on in AWS. Come back with \`moult rollout status ${fleet} --watch --engine step-functions\`.`;
  }
  return (
    `Rollout ${id} goes no further than the process that runs it; where it stands is in the ledger. ` +
    `Watch it with \`moult rollout status ${fleet} --watch\`, take it up with \`moult rollout resume ${fleet}\`.`
  );
}
