import { expect, test } from "vitest";
import { changeStorm, listStorms, type StoredStorm } from "../../../src/ledger/found/storms.ts";
import type { Ledger } from "../../../src/ledger/ledger.ts";
import { ageStorm, storm } from "../../support/cli/findings.ts";
import { sitting } from "../../support/dashboard/sitting.ts";

const { key } = storm();
const whole = { fleet: null, item: key };

async function stormy(...storms: readonly StoredStorm[]) {
  const place = await sitting();
  for (const each of storms) await keep(place.ledger, each);
  const brakes = async () => {
    const model = await place.desk.read({ page: "brakes" });
    return model.page === "brakes" ? model.storms : [];
  };
  return { ...place, brakes };
}
const keep = (ledger: Ledger, each: StoredStorm) => changeStorm(ledger, each.key, () => each);

test("the brakes show storms that nobody acknowledged, by their numbers among all, each with its way out", async () => {
  const acknowledged = { by: "bob", reason: "on purpose", at: 1 };
  const { brakes } = await stormy(storm({ acknowledged }), ageStorm());
  expect(await brakes()).toMatchObject([
    {
      id: "age",
      number: 2,
      words: "servers are too old all at once",
      fleets: 7,
      offers: [{ act: "acknowledge-storm", item: "age", title: "Acknowledge storm 2" }],
    },
  ]);
});

test("one is acknowledged with its number typed, and holds nothing from the next look on", async () => {
  const { desk, preview, agree, brakes, ledger } = await stormy(storm(), ageStorm());
  expect(await brakes()).toHaveLength(2);
  expect(await preview("acknowledge-storm", whole)).toMatchObject({
    title: "Acknowledge storm 1",
    effects: [
      "Servers of 7 fleets may be replaced from now on because security group sg-9 is present.",
      "The next sweep or scan begins what is due for it.",
    ],
    typed: "1",
    command: "moult findings acknowledge 1 --reason …",
  });
  expect(await desk.act(await agree("acknowledge-storm", whole))).toMatchObject({ done: false });
  expect(await desk.act(await agree("acknowledge-storm", { ...whole, typed: "1" }))).toMatchObject({
    done: true,
  });
  expect(await listStorms(ledger)).toMatchObject([
    { key, acknowledged: { by: "ada", reason: "ticket 7" } },
    { acknowledged: null },
  ]);
  expect(await brakes()).toMatchObject([{ id: "age" }]);
});

test("a number that is another storm's by then is not what was agreed to", async () => {
  const { desk, agree, ledger } = await stormy(storm());
  const consent = await agree("acknowledge-storm", { ...whole, typed: "1" });
  // An older one comes before it.
  await keep(ledger, ageStorm({ since: storm().since - 1 }));
  expect(await desk.act(consent)).toMatchObject({ done: false, preview: { typed: "2" } });
});

test.each([
  [
    "was acknowledged",
    [storm({ acknowledged: { by: "bob", reason: "mine", at: 1 } })],
    /bob acknowledged it already: mine/,
  ],
  ["is over", [storm({ endedAt: 5 })], /is over/],
  ["never was", [], /no such storm/],
])("one that %s can be acknowledged no more, and says why", async (_what, storms, why) => {
  const { desk, preview, agree } = await stormy(...storms);
  expect((await preview("acknowledge-storm", whole)).blocked).toMatch(why);
  expect(await desk.act(await agree("acknowledge-storm", whole))).toMatchObject({ done: false });
});

test("storms are read once a minute, and not with each look", async () => {
  const { brakes, ledger, pass } = await stormy();
  expect(await brakes()).toEqual([]);
  await keep(ledger, storm());
  pass(59_000);
  expect(await brakes()).toEqual([]);
  pass(1000);
  expect(await brakes()).toMatchObject([{ id: key }]);
});
