import { expect, test } from "vitest";
import { recordNotFollowed } from "../../../src/rollout/following/not-followed.ts";
import { fakeWork } from "../../support/rollout/fake-work.ts";

test("each thing that green has not is told once, however many there are and however often they are seen", async () => {
  const { work, notes } = fakeWork();
  const tags = Array.from({ length: 50 }, (_, number) => `tag t${number} was changed on blue: it stays`);
  for (let look = 0; look < 3; look += 1) for (const reason of tags) await recordNotFollowed(reason, work);
  expect(notes).toEqual(tags.map((reason) => ["decision", reason, { action: "not-followed" }]));
  expect(work.run().notFollowed).toEqual(tags);
});
