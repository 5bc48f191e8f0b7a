import type { PlantedBug } from "../planted-bug.ts";

/** In what people do to what runs. */
export const STEERING_BUGS: readonly PlantedBug[] = [
  {
    name: "a pause holds no step of the shift",
    file: "src/rollout/states/shift-traffic.ts",
    find: "const lasting = pauseLeft > 0 ? pauseOn(pauseLeft, work) : heldStep(work);",
    put: "const lasting = pauseLeft > 0 ? pauseOn(pauseLeft, work) : null;",
  },
  {
    name: "blue is released in a pause",
    file: "src/rollout/states/retire-blue.ts",
    find: "(await shiftToGrownBlue(work)) ?? (await heldBlocker(work));",
    put: "(await shiftToGrownBlue(work)) ?? (heldBlocker.length > 1 ? heldBlocker(work) : null);",
  },
  {
    name: "a pause never ends",
    file: "src/domain/steering/pause.ts",
    find: "|| now >= found.until) return null;",
    put: "|| now < found.at) return null;",
  },
  {
    name: "a deadline runs on in a pause",
    file: "src/domain/steering/pause.ts",
    find: "deadlineAt: end + found.leftMs,",
    put: "deadlineAt: found.at + found.leftMs,",
  },
  {
    name: "a promoted rollout bakes all the same",
    file: "src/rollout/steering/promoted-fleet.ts",
    find: "  bake: 0,\n",
    put: "",
  },
  {
    name: "what a person takes back is refused by nobody",
    file: "src/rollout/steering/steer-run.ts",
    find: "if (changes.abort != null) await except(",
    put: "if (changes.abort === undefined) await except(",
  },
];
