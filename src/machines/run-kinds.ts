import type { Run } from "../domain/run/run.ts";
import { recycleKind } from "../recycle/recycle-kind.ts";
import { rolloutKind } from "../rollout/rollout-kind.ts";
import { retirementKind } from "../retirement/retirement-kind.ts";
import type { RunKind } from "../step/run-kind.ts";

/** Every kind of run that this version carries: what the sweep takes over. No code of a state comes with it. */
export const runKinds: readonly RunKind<Run>[] = [rolloutKind, recycleKind, retirementKind];
