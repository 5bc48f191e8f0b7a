import type { PlantedBug } from "../planted-bug.ts";

/** In what binds when runs may begin. */
export const BRAKE_BUGS: readonly PlantedBug[] = [
  {
    name: "no window is waited for",
    file: "src/domain/decide/brakes.ts",
    find: "  const closed = windowHold(state.brakes, isHard, now);",
    put: "  const closed = isHard ? windowHold(state.brakes, isHard, now) : null;",
  },
  {
    name: "what is denied is open",
    file: "src/domain/brakes/opening.ts",
    find: "  if (denied !== null) return { isOpen: false, to: denied };",
    put: "  if (denied !== null && at < 0) return { isOpen: false, to: denied };",
  },
  {
    name: "no change calendar is waited for",
    file: "src/domain/decide/brakes.ts",
    find: "  if (calendar === null) return null;",
    put: "  if (calendar === null || now > 0) return null;",
  },
  {
    name: "a calendar that cannot be read is open",
    file: "src/domain/brakes/calendar.ts",
    find: '  if (state === "unreadable") return closed(',
    put: '  if (state === "unreadable") return { isOpen: true, until: null };\n  if (state === "unreadable") return closed(',
  },
  {
    name: "runs that are begun are not counted",
    file: "src/ledger/runs/begun.ts",
    find: "    if (before.some((each) => each.run === run.run)) return;",
    put: "    if (before.length < 1e6) return;",
  },
  {
    name: "a budget for one reason binds nobody",
    file: "src/domain/brakes/budget.ts",
    find: "over(ofReason, perReason?.[reason], ",
    put: "over([], perReason?.[reason], ",
  },
  {
    name: "a slot that is asked for is not taken",
    file: "src/ledger/brakes/slots.ts",
    find: "    const runs = [...before.runs.filter(({ fleet }) => fleet !== wanted.fleet), wanted];",
    put: "    const runs = before.runs;",
  },
  {
    name: "there is one slot more than there is",
    file: "src/domain/brakes/slots.ts",
    find: "  if (others.length < atOnce) return null;",
    put: "  if (others.length <= atOnce) return null;",
  },
  {
    name: "the sweep frees no slot",
    file: "src/sweep/sweep.ts",
    find: "await freeSlots(context)]",
    put: "await freeSlots({ ...context, atOnce: undefined } as never)]",
  },
];
