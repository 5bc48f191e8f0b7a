import { expect, test } from "vitest";
import { askFaults } from "../../../src/domain/decide/ask-faults.ts";
import type { Ask } from "../../../src/domain/run/start-input.ts";
import { DAY, NEW, NOW, ONLY_LOOKS } from "../../support/domain/decide/states.ts";

const PAST_END = "until 2026-11-29 12:00:00Z is in the past: give an end that is to come";
const FUTURE =
  "replaceLaunchedBefore 2026-11-29 12:00:00Z is in the future: give an instant that has passed, or force";

test.each<[string, Partial<Ask>, readonly string[]]>([
  ["asks for nothing", {}, []],
  ["pins an image until tomorrow", { image: NEW, until: NOW + DAY }, []],
  ["replaces everything", { launchedBefore: "now" }, []],
  ["replaces what was launched until this instant", { launchedBefore: NOW }, []],
  ["names nobody", { by: "" }, ["nobody is named who asks: say who, in `by`"]],
  ["pins until this instant", { image: NEW, until: NOW }, [PAST_END]],
  ["replaces what will be launched", { launchedBefore: NOW + 1 }, [FUTURE]],
  [
    "is wrong in every way",
    { by: "", until: NOW - 1, launchedBefore: NOW + 1 },
    ["nobody is named who asks: say who, in `by`", PAST_END.replace("12:00:00", "11:59:59"), FUTURE],
  ],
])("a person who %s", (_who, ask, faults) => {
  expect(askFaults({ ...ONLY_LOOKS, ...ask }, NOW)).toEqual(faults);
});
