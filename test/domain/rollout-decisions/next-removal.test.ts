import { expect, test } from "vitest";
import {
  type DoomedGroup,
  nextRemoval,
  type Removal,
  stillThereReason,
} from "../../../src/domain/rollout-decisions/next-removal.ts";

type Server = DoomedGroup["instances"][number];
const server = (id: string, change: Partial<Server> = {}): Server => ({
  id,
  lifecycleState: "Terminating",
  protectedFromScaleIn: false,
  ...change,
});
const group = (desired: number, minSize: number, servers: number): DoomedGroup => ({
  desired,
  minSize,
  instances: Array.from({ length: servers }, (_, index) => server(`i-${index}`)),
});

test.each<[string, DoomedGroup | undefined, Removal<DoomedGroup>["act"]]>([
  ["serves", group(2, 2, 2), "resize"],
  ["wants servers and has none yet", group(1, 0, 0), "resize"],
  ["has a minimum only", group(0, 1, 0), "resize"],
  ["stops", group(0, 0, 2), "wait"],
  ["is empty", group(0, 0, 0), "delete"],
  ["is not seen", undefined, "make-sure"],
])("a group that %s", (_, found, act) => {
  expect(nextRemoval(found)).toEqual(found === undefined ? { act } : { act, group: found });
});

const KEPT = "are protected from scale-in or in standby: take that away, or they stay";
test.each<[Server[], string]>([
  [[server("i-1"), server("i-2")], "2 servers still stop"],
  [[server("i-1"), server("i-2", { protectedFromScaleIn: true })], `i-2 ${KEPT}`],
  [[server("i-1", { lifecycleState: "Standby" })], `i-1 ${KEPT}`],
  [
    ["1", "2", "3", "4"].map((id) => server(`i-${id}`, { lifecycleState: "Standby" })),
    `i-1, i-2, i-3 ${KEPT}`,
  ],
])("servers that are still there: %j", (instances, reason) => {
  expect(stillThereReason({ instances })).toBe(reason);
});
