import type { PlantedBug } from "../planted-bug.ts";

/** In what moves traffic, forward and back, in one rule and in several. */
export const TRAFFIC_BUGS: readonly PlantedBug[] = [
  {
    name: "a second pair is never set back",
    file: "src/domain/traffic-pairs/as-set.ts",
    find: "  return new Map([...all].filter(([, share]) => share === null || share <= to));",
    put: "  return new Map([...all].filter(([, share], index) => share === null || share <= to || index > 0));",
  },
];
