import type { PlantedBug } from "../planted-bug.ts";

/** In what replaces servers in place. */
export const RECYCLE_BUGS: readonly PlantedBug[] = [
  {
    name: "a server in standby is ended with a decrement",
    file: "src/aws/auto-scaling/end-servers.ts",
    find: "ShouldDecrementDesiredCapacity: false",
    put: "ShouldDecrementDesiredCapacity: true",
  },
  {
    name: "standby is entered without a decrement",
    file: "src/aws/auto-scaling/standby.ts",
    find: "ShouldDecrementDesiredCapacity: true",
    put: "ShouldDecrementDesiredCapacity: false",
  },
  {
    name: "one server more than declared is replaced at once",
    file: "src/recycle/next-servers.ts",
    find: "chooseBatch(due, { atOnce, inZone: zonesOf(group) })",
    put: "chooseBatch(due, { atOnce: atOnce + 1, inZone: zonesOf(group) })",
  },
  {
    name: "a server that somebody keeps is replaced",
    file: "src/domain/recycle/leave-reason.ts",
    find: "  if (reason === null) return null;",
    put: '  if (reason !== "") return null;',
  },
  {
    name: "what is left alone is looked at again in ten hours",
    file: "src/domain/recycle/leave-reason.ts",
    find: "const AGAIN_MS = 3_600_000;",
    put: "const AGAIN_MS = 36_000_000;",
  },
  {
    name: "the launch hook of a recycle stays",
    file: "src/recycle/holds.ts",
    find: "  if (!holds.hook) return;",
    put: "  if (holds.hook) return;",
  },
  {
    name: "sizes that were raised for substitutes stay",
    file: "src/recycle/holds.ts",
    find: "  if (size === null) return;",
    put: "  if (size !== null) return;",
  },
  {
    name: "processes that stood still for a recycle stay so",
    file: "src/recycle/holds.ts",
    find: "  if (held.length === 0) return;",
    put: "  if (held.length >= 0) return;",
  },
  {
    name: "a substitute that takes nobody's place stays",
    file: "src/recycle/surplus.ts",
    find: "  if (surplus === 0) return null;",
    put: "  if (surplus >= 0) return null;",
  },
];
