import { parseDuration } from "../../src/domain/duration.ts";
import type { FleetPlan } from "./plan.ts";

/** How long a rollout waits because it is declared to: pauses, bake, drain and warm time. */
export function waitSeconds({ steps, pause, bake, retire }: FleetPlan["declaration"]): number {
  const seconds = (text: string | undefined): number => parseDuration(text ?? "0s") ?? 0;
  return (steps.length - 1) * seconds(pause) + seconds(bake) + seconds(retire?.drain) + seconds(retire?.warm);
}
