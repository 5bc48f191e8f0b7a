import { expect, test } from "vitest";
import { blueFault } from "../../../src/domain/rollout-decisions/blue-fault.ts";

const live = {
  number: 6,
  group: "web-g0006",
  template: { id: "lt-1", version: 4, baseVersion: 1, ownedByMoult: true },
};
const blue = (version: string | null) => ({
  name: "web-g0006",
  template: version === null ? null : { version },
});
const changed = (version: string): string =>
  `group web-g0006 launches from template version ${version}, generation 6 was pinned to 4: somebody changed it; set it back`;

test.each<[string, Parameters<typeof blueFault>, string | null]>([
  ["as it was launched", [live, blue("4"), false], null],
  [
    "whose group is gone",
    [live, undefined, true],
    "generation 6's group web-g0006 is gone: adopt the group that serves now",
  ],
  ["with another version", [live, blue("5"), false], changed("5")],
  ["with a version that is no number", [live, blue("$Latest"), false], changed("$Latest")],
  ["with a launch configuration", [live, blue(null), false], changed("unknown")],
  ["of a fleet that has none yet, and a size for the first", [null, undefined, true], null],
  [
    "of a fleet that has none yet",
    [null, undefined, false],
    "the fleet has no generation yet: adopt a group (moult fleet adopt), or declare capacity.initial",
  ],
])("a blue %s", (_, found, fault) => {
  expect(blueFault(...found)).toBe(fault);
});
