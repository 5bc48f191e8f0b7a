import type { Generation } from "../../../src/domain/generation.ts";
import type { RolloutRecord } from "../../../src/domain/run/rollout.ts";
import type { GenerationModel } from "../../wire/servers-model.ts";

/** Generations that exist, the newest first, each with what it is to the fleet. */
export const generationModels = (
  generations: readonly Generation[],
  open: RolloutRecord | undefined,
): readonly GenerationModel[] =>
  generations.map(({ number, image, group, reason, ...own }) => ({
    id: String(number),
    number,
    role: roleOf({ number, ...own }, open),
    image,
    group,
    reason,
  }));

function roleOf(
  { number, state }: Pick<Generation, "number" | "state">,
  open: RolloutRecord | undefined,
): GenerationModel["role"] {
  if (state === "retained") return "retained";
  if (state === "live") return "live";
  if (state === "launching") return "candidate";
  const isWarm = open?.blue === number && open.milestones["warm"] !== undefined;
  return isWarm && open.milestones["blue-released"] === undefined ? "warm" : "going";
}

/** Which generations get traffic, by their numbers; `split`: the run that both of its sides may have traffic of. */
export function sharesOf(
  generations: readonly Generation[],
  split: RolloutRecord | undefined,
): ReadonlyMap<number, boolean> {
  const shares = new Map<number, boolean>();
  for (const { number, state } of generations) shares.set(number, state === "live");
  if (split === undefined) return shares;
  const { blue, green, traffic } = split;
  const percent = traffic.observedPercent ?? traffic.setPercent;
  shares.set(green, percent > 0);
  if (blue !== null) shares.set(blue, percent < 100);
  return shares;
}
