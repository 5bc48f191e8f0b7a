import { beforeEach, describe, expect, test } from "vitest";
import type { Ledger } from "../../../src/ledger/ledger.ts";
import { openSqliteLedger } from "../../../src/ledger/stores/sqlite-ledger.ts";
import { changeWanted, readWanted } from "../../../src/ledger/wanted.ts";
import type { DeclaredNow } from "../../../src/rollout/declared/read-declared.ts";
import { recordDeclared, recordNamed } from "../../../src/rollout/declared/record-declared.ts";

const FLEET = { fleet: "web", template: "lt-0abc" };
const SOURCE = "channel /images/web";
const NOW = 50;
/** From when on a list shows what was named at `NOW`. */
const LATER = NOW + 60_000;
const READ: DeclaredNow = { image: "ami-1", madeAt: null, source: SOURCE, templateVersion: 3 };
const NAMED = { image: "ami-1", madeAt: null, source: SOURCE, by: "a test", evidence: {}, at: NOW };
const TEMPLATE = { id: "lt-0abc", version: 3, at: NOW };

let ledger: Ledger;
beforeEach(() => {
  ledger = openSqliteLedger(":memory:");
  return () => ledger.close();
});
const context = (now = NOW) => ({ ledger, clock: { now: () => now } as never });
const record = (special: Partial<DeclaredNow> = {}, now = NOW) =>
  recordDeclared(FLEET, { ...READ, ...special }, "a test", context(now));
const revision = async () => (await ledger.get({ partition: "fleet#web", sort: "wanted" }))?.revision ?? 0;

describe("what a declaration names", () => {
  test("is written down once, with who read it and when", async () => {
    expect(await record()).toMatchObject({ named: NAMED, template: TEMPLATE });
    expect(await record({}, 70)).toMatchObject({ named: NAMED, template: TEMPLATE });
    expect(await revision()).toBe(1);
  });

  test("changes with another image, though it is an older one, and with another version alone", async () => {
    await record({ madeAt: 20 });
    expect(await record({ image: "ami-0", madeAt: 10 }, LATER)).toMatchObject({
      named: { image: "ami-0", at: LATER },
      template: TEMPLATE,
    });
    expect(await record({ image: "ami-0", templateVersion: 4 }, LATER + 1)).toMatchObject({
      named: { image: "ami-0", at: LATER },
      template: { version: 4, at: LATER + 1 },
    });
    expect(await revision()).toBe(3);
  });

  test("stays while a list may not show yet what an event has named a moment ago", async () => {
    await record({ madeAt: 20 });
    expect(await record({ image: "ami-0", madeAt: 10 }, LATER - 1)).toMatchObject({
      named: { image: "ami-1" },
    });
    expect(await record({ image: "ami-2", madeAt: 30 }, LATER - 1)).toMatchObject({
      named: { image: "ami-2" },
    });
    // A channel says what it says.
    expect(await record({ image: "ami-0", madeAt: null }, LATER)).toMatchObject({
      named: { image: "ami-0" },
    });
  });

  test("stays what it was where nothing is named, and where there is no template", async () => {
    expect(await record({ image: null, templateVersion: null })).toMatchObject({
      named: null,
      template: null,
    });
    expect(await revision()).toBe(0);
    await record();
    expect(await record({ image: null, templateVersion: null })).toMatchObject({
      named: NAMED,
      template: TEMPLATE,
    });
    expect(await revision()).toBe(1);
  });

  test("is another thing when it is declared elsewhere, and so is another template", async () => {
    await record();
    const source = "channel /images/other";
    expect(await record({ source }, 60)).toMatchObject({ named: { image: "ami-1", source, at: 60 } });
    const other = { ...FLEET, template: "lt-0def" };
    expect(await recordDeclared(other, { ...READ, source }, "a test", context(80))).toMatchObject({
      named: { source, at: 60 },
      template: { id: "lt-0def", version: 3, at: 80 },
    });
  });

  test("is what a pin that nobody knew better stands instead of", async () => {
    const pin = { image: "ami-9", by: "ada", reason: "x", at: 1, until: null, insteadOf: null };
    await changeWanted(ledger, "web", (before) => ({ ...before, pin }));
    expect(await record()).toMatchObject({ pin: { ...pin, insteadOf: "ami-1" } });
    expect(await record({ image: "ami-2" })).toMatchObject({ pin: { insteadOf: "ami-1" } });
  });
});

describe("an image that an event names", () => {
  const event = (image: string, madeAt: number, special: object = {}) =>
    recordNamed(
      "web",
      { image, madeAt, source: SOURCE, by: "event 1", evidence: { id: 1 }, takesNewest: true, ...special },
      context(),
    );
  const namedImage = async () => (await readWanted(ledger, "web")).named?.image;

  test("is news, and the same one is not", async () => {
    expect(await event("ami-1", 10)).toBe("news");
    expect((await readWanted(ledger, "web")).named).toEqual({
      image: "ami-1",
      madeAt: 10,
      source: SOURCE,
      by: "event 1",
      evidence: { id: 1 },
      at: NOW,
    });
    expect(await event("ami-1", 10)).toBe("known");
  });

  test("of many counts when it is the newest, in whatever order they are told of", async () => {
    await event("ami-1", 10);
    expect(await event("ami-0", 9)).toBe("older");
    expect(await event("ami-2", 11)).toBe("news");
    expect(await event("ami-1", 10)).toBe("older");
    expect(await namedImage()).toBe("ami-2");
  });

  test("is what a channel says, though it is older", async () => {
    await event("ami-1", 10, { takesNewest: false });
    expect(await event("ami-0", 9, { takesNewest: false })).toBe("news");
    expect(await namedImage()).toBe("ami-0");
  });

  test("is news whatever was named by another declaration", async () => {
    await event("ami-2", 11, { source: "elsewhere" });
    expect(await event("ami-1", 10)).toBe("news");
    expect(await namedImage()).toBe("ami-1");
  });
});
