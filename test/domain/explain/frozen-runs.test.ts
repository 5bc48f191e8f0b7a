import { expect, test } from "vitest";
import { explain } from "../../../src/domain/explain/explain.ts";
import { rollout } from "../../support/cli/records.ts";
import { recycleRecord } from "../../support/domain/recycle-record.ts";
import { retirement } from "../../support/retirement/fake-retirement-step.ts";

const NOW = 60_000;

test.each([
  ["frozen: audit", "moult unfreeze web --confirm web"],
  ["frozen with every fleet: audit", "moult unfreeze --all --confirm all"],
])("a run that stands %s names what lifts that", (reason, command) => {
  const waiting = { since: 30_000, until: NOW, reason, isDeclared: true };
  const said = { state: "frozen", waitsFor: "freeze", endsAt: null };
  expect(explain(recycleRecord({ phase: "HandOff", waiting }), NOW)).toMatchObject({
    ...said,
    sentence: `stands in HandOff; ${reason}; ${command} ends it`,
    since: 30_000,
  });
  const sentence = expect.stringMatching(new RegExp(`; ${reason}; ${command} ends it$`));
  expect(explain(rollout({ phase: "Bake", waiting }), NOW)).toMatchObject({ ...said, sentence });
  expect(explain(retirement({ phase: "TakeDown", waiting }), NOW)).toMatchObject({ ...said, sentence });
});
