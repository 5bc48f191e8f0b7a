import { byHand } from "./by-hand.ts";
import type { E2eCase } from "./lab.ts";

/** Everything that is driven, in the order in which it is told. */
export const cases: readonly E2eCase[] = [byHand];
