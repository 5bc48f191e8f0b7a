import type { Settings } from "./settings.ts";

/** What becomes of a rollout that is not watched any more, and how to see it again. */
export function comeBack(settings: Settings, fleet: string, id: string): string {
  const again = `moult rollout status ${fleet} --watch${settings.engine === "embedded" ? "" : " --engine step-functions"}`;
  if (settings.engine === "step-functions")
    return `Rollout ${id} carries on in AWS. Come back with \`${again}\`.`;
  return (
    `Rollout ${id} stands still when the process that runs it ends; its state is in the ledger. ` +
    `Come back with \`${again}\`, end it with \`moult rollout abort ${fleet}\`.`
  );
}
