import type { PlantedBug } from "../planted-bug.ts";

/** In what moves traffic, forward and back, in one rule and in several. */
export const TRAFFIC_BUGS: readonly PlantedBug[] = [
  {
    name: "a second pair is never set back",
    file: "src/domain/traffic-pairs/as-set.ts",
    find: "  return new Map([...all].filter(([, share]) => share === null || share <= to));",
    put: "  return new Map([...all].filter(([, share], index) => share === null || share <= to || index > 0));",
  },
  {
    name: "an ill green keeps the traffic that blue could take",
    file: "src/domain/rollout-decisions/rollback-table.ts",
    find: 'floor: { good: "to-blue", ill: "to-blue", silent: "to-blue" },',
    put: 'floor: { good: "to-blue", ill: "wait", silent: "to-blue" },',
  },
  {
    name: "a retained blue is taken down all the same",
    file: "src/rollout/retirement/retire-released.ts",
    find: 'if (work.run().milestones["retained"] !== undefined)\n    return pass(',
    put: 'if (work.run().milestones["retained"] === 0)\n    return pass(',
  },
  {
    name: "one read is enough for traffic to be back",
    file: "src/rollout/traffic/confirm-reverted.ts",
    find: "if (agreeing >= AGREEING_READS && unseen === 0) return null;",
    put: "if (agreeing >= 0) return null;",
  },
  {
    name: "a blue that answers nowhere keeps its share",
    file: "src/rollout/traffic/leave-silent-blue.ts",
    find: "if (healthy === 0) return null;",
    put: "if (healthy >= 0) return null;",
  },
];
