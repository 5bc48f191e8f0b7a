import type { Generation } from "../generation.ts";
import type { RolloutRecord } from "../run/rollout.ts";

interface Ran {
  readonly fleet: string;
  readonly live: Pick<Generation, "number" | "image" | "template"> | undefined;
  /** The newest first. */
  readonly runs: readonly Pick<
    RolloutRecord,
    "id" | "green" | "imageFrom" | "imageTo" | "templateVersion" | "outcome" | "milestones"
  >[];
}

/** The image that the fleet ran before what it runs now; or why there is none to go back to, in words. */
export function ranBefore({
  fleet,
  live,
  runs,
}: Ran): { readonly image: string } | { readonly noop: string } {
  if (live === undefined)
    return { noop: `${fleet} has no generation that serves: there is nothing to go back from` };
  const made = runs.find(({ green, outcome, milestones }) => {
    const isDone = outcome === "succeeded" || milestones["blue-released"] !== undefined;
    return green === live.number && isDone;
  });
  if (made?.imageFrom == null) {
    const why = made === undefined ? "no rollout that is on record made it" : "it is the first";
    return {
      noop: `nothing is known to have run before generation ${live.number} (${live.image}), since ${why}: moult rollout start ${fleet} --image <ami> goes to an image of your choice`,
    };
  }
  if (made.imageFrom !== live.image) return { image: made.imageFrom };
  return {
    noop: `generation ${live.number} has the image of the one before it, ${live.image}: what rollout ${made.id} changed is the servers, or the launch template, whose default version is yours to set back`,
  };
}
