import { beforeEach, describe, expect, test } from "vitest";
import { freeSlot, readSlots, settleSlots, takeSlot } from "../../../src/ledger/brakes/slots.ts";
import type { Ledger } from "../../../src/ledger/ledger.ts";
import { openSqliteLedger } from "../../../src/ledger/stores/sqlite-ledger.ts";
import { racing } from "../../support/ledger/racing.ts";

const none = async (): Promise<void> => undefined;
const slot = (fleet: string, at = 0) => ({ fleet, run: `${fleet}-1`, at });

let ledger: Ledger;
beforeEach(() => {
  ledger = openSqliteLedger(":memory:");
  return () => ledger.close();
});
const deploy = (atOnce: number | null) => settleSlots(ledger, atOnce, async (runs) => runs);
const held = async () => (await readSlots(ledger))?.open.map(({ run }) => run);

describe("slots", () => {
  test("are as many as one likes until a sweep has said how many there are, and nothing is written", async () => {
    expect(await takeSlot(ledger, slot("web"), none)).toBeNull();
    await freeSlot(ledger, slot("web"), none);
    await deploy(null);
    expect([await readSlots(ledger), await ledger.list("account")]).toEqual([null, []]);
  });

  test("are taken, run out with who has them, and are free again at an end", async () => {
    await deploy(2);
    for (const fleet of ["web", "api"]) expect(await takeSlot(ledger, slot(fleet), none)).toBeNull();
    expect(await takeSlot(ledger, slot("shop"), none)).toBe(
      "2 of 2 runs of this account are open: web-1, api-1; the end of one of them frees its slot",
    );
    await freeSlot(ledger, slot("web"), none);
    expect(await takeSlot(ledger, slot("shop"), none)).toBeNull();
    expect(await held()).toEqual(["api-1", "shop-1"]);
  });

  test("are taken once by an Admit that is run again, and over by the next run of a fleet", async () => {
    await deploy(1);
    await takeSlot(ledger, slot("web"), none);
    expect(await takeSlot(ledger, slot("web"), none)).toBeNull();
    expect(await takeSlot(ledger, { ...slot("web"), run: "web-2" }, none)).toBeNull();
    expect(await held()).toEqual(["web-2"]);
    await freeSlot(ledger, slot("web"), none);
    expect(await held()).toEqual(["web-2"]);
  });

  test("go to one of two that ask for the last one at once", async () => {
    await deploy(1);
    const other = async (): Promise<void> => expect(await takeSlot(ledger, slot("api"), none)).toBeNull();
    expect(await takeSlot(racing(ledger, other), slot("web"), none)).toContain("1 of 1 runs");
    expect(await held()).toEqual(["api-1"]);
  });

  test("of ten that ask at once never go to more than three, and those that lose every race are told to come again", async () => {
    await deploy(3);
    const names = Array.from({ length: 10 }, (_, index) => `fleet-${index}`);
    const answers = await Promise.allSettled(names.map((fleet) => takeSlot(ledger, slot(fleet), none)));
    const taken = answers.filter((each) => each.status === "fulfilled" && each.value === null);
    expect([taken.length, (await held())?.length]).toEqual([3, 3]);
  });

  test("are fewer for a new stack, and any number again where none are declared", async () => {
    await deploy(2);
    await takeSlot(ledger, slot("web"), none);
    await takeSlot(ledger, slot("api"), none);
    await deploy(1);
    expect(await takeSlot(ledger, slot("shop"), none)).toContain("2 of 1 runs");
    await deploy(null);
    expect([await takeSlot(ledger, slot("shop"), none), await readSlots(ledger)]).toEqual([null, null]);
  });
});
