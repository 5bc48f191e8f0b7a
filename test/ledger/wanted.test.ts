import { beforeEach, describe, expect, test } from "vitest";
import { NOTHING_WANTED, type Wanted } from "../../src/domain/decide/wanted.ts";
import { InvalidInput, LedgerConflict } from "../../src/errors/errors.ts";
import type { Ledger } from "../../src/ledger/ledger.ts";
import { openSqliteLedger } from "../../src/ledger/stores/sqlite-ledger.ts";
import { changeWanted, readWanted } from "../../src/ledger/wanted.ts";
import { racing } from "../support/ledger/racing.ts";

const FLEET = "fleet#web";
const KEY = { partition: FLEET, sort: "wanted" };
const template = (version: number) => ({ id: "lt-0abc", version, at: 5 });
const withTemplate =
  (version: number) =>
  (before: Wanted): Wanted => ({ ...before, template: template(version) });
const forced = (before: Wanted): Wanted => ({
  ...before,
  launchedBefore: { instant: 5, by: "ada", reason: "kernel", at: 5 },
});

let ledger: Ledger;
beforeEach(() => {
  ledger = openSqliteLedger(":memory:");
  return () => ledger.close();
});

describe("what a fleet should be", () => {
  test("is nothing at first, and one fleet's is no other's", async () => {
    expect(await readWanted(ledger, "web")).toEqual(NOTHING_WANTED);
    const changed = { ...NOTHING_WANTED, template: template(2) };
    expect(await changeWanted(ledger, "web", withTemplate(2))).toEqual({ wanted: changed, changed: true });
    expect(await readWanted(ledger, "web")).toEqual(changed);
    expect(await readWanted(ledger, "api")).toEqual(NOTHING_WANTED);
  });

  test("is not written where nothing changes", async () => {
    const same = (before: Wanted): Wanted => before;
    expect(await changeWanted(ledger, "web", same)).toEqual({ wanted: NOTHING_WANTED, changed: false });
    expect(await ledger.get(KEY)).toBeUndefined();
    await changeWanted(ledger, "web", withTemplate(2));
    expect(await changeWanted(ledger, "web", same)).toMatchObject({ changed: false });
    expect((await ledger.get(KEY))?.revision).toBe(1);
  });

  test("is changed again from the start when somebody else was first: neither change is lost", async () => {
    const others = () => changeWanted(ledger, "web", forced);
    const seen: Wanted[] = [];
    const change = (before: Wanted): Wanted => (seen.push(before), withTemplate(2)(before));
    const { wanted } = await changeWanted(racing(ledger, others), "web", change);
    expect(seen).toEqual([NOTHING_WANTED, forced(NOTHING_WANTED)]);
    expect(wanted).toEqual({ ...forced(NOTHING_WANTED), template: template(2) });
    expect(await readWanted(ledger, "web")).toEqual(wanted);
    await changeWanted(
      racing(ledger, () => changeWanted(ledger, "web", withTemplate(3))),
      "web",
      (before) => ({ ...before, launchedBefore: null }),
    );
    expect(await readWanted(ledger, "web")).toEqual({ ...NOTHING_WANTED, template: template(3) });
  });

  test("is not changed where the change itself fails, or could not be read back", async () => {
    await changeWanted(ledger, "web", withTemplate(2));
    const faulty = async () => {
      throw new Error("no");
    };
    await expect(changeWanted({ ...ledger, get: faulty }, "web", forced)).rejects.toThrow("no");
    const odd = (before: Wanted): Wanted => ({ ...before, taken: Array.from({ length: 21 }, String) });
    await expect(changeWanted(ledger, "web", odd)).rejects.toBeInstanceOf(InvalidInput);
    expect(await readWanted(ledger, "web")).toEqual({ ...NOTHING_WANTED, template: template(2) });
  });

  test("that others change without end is told", async () => {
    const put = async () => {
      throw new LedgerConflict("lost");
    };
    await expect(changeWanted({ ...ledger, put }, "web", forced)).rejects.toBeInstanceOf(LedgerConflict);
  });
});

describe("what waited in a ledger of 0.1.0", () => {
  const REQUEST = {
    reason: "operator",
    image: "ami-0123456789abcdef0",
    force: false,
    by: "ada",
    at: 7,
    evidence: { reason: "as it was", queuedBy: "web-by-hand-1" },
  };
  /** What is wanted where this waits; `request: null` is a place that was emptied. */
  const wantedBeside = async (request: object | null) => {
    const place = { partition: FLEET, sort: "waiting-request" };
    await ledger.put({ ...place, schema: 1, body: { request } }, "any");
    return readWanted(ledger, "web");
  };

  test("a person's image is pinned", async () => {
    expect(await wantedBeside(REQUEST)).toEqual({
      ...NOTHING_WANTED,
      pin: {
        image: REQUEST.image,
        by: "ada",
        reason: "as it was",
        at: 7,
        until: null,
        insteadOf: null,
      },
      taken: ["web-by-hand-1"],
    });
  });

  test("a person's force is for servers that were launched before they asked", async () => {
    const { pin, launchedBefore } = await wantedBeside({
      ...REQUEST,
      image: null,
      force: true,
      evidence: {},
    });
    expect(pin).toBeNull();
    expect(launchedBefore).toEqual({ instant: 7, by: "ada", reason: "asked for by ada", at: 7 });
  });

  test.each<[string, object | null]>([
    ["what an event asked for", { ...REQUEST, reason: "image", by: "event 1 from aws.ssm" }],
    ["what the sweep asked for", { ...REQUEST, reason: "age", force: true }],
    ["a place that was emptied", null],
    ["what nobody can read", { reason: "operator", image: 7 }],
  ])("%s is nothing: it is read again", async (_what, request) => {
    expect(await wantedBeside(request)).toEqual(NOTHING_WANTED);
  });

  test("an image that is none is not pinned, and the rest counts", async () => {
    expect(await wantedBeside({ ...REQUEST, image: "my image", force: true })).toMatchObject({
      pin: null,
      launchedBefore: { instant: 7 },
    });
  });

  test("counts until something is wanted, is part of that, and is left where it is", async () => {
    await wantedBeside(REQUEST);
    const { wanted } = await changeWanted(ledger, "web", withTemplate(2));
    expect(wanted).toMatchObject({ pin: { image: REQUEST.image }, template: template(2) });
    expect(await wantedBeside({ ...REQUEST, image: "ami-00000bbb" })).toEqual(wanted);
    expect(await ledger.get({ partition: FLEET, sort: "waiting-request" })).toMatchObject({ revision: 2 });
  });
});
