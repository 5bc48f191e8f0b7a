import { describe, expect, test } from "vitest";
import { applyAsk } from "../../../src/domain/decide/apply-ask.ts";
import type { Ask } from "../../../src/domain/run/start-input.ts";
import {
  CHANNEL,
  DAY,
  HOUR,
  launchedBefore,
  NEW,
  NEWEST,
  NOW,
  OLD,
  pinned,
  stateOf,
  ONLY_LOOKS,
} from "../../support/domain/decide/states.ts";

const { wanted } = stateOf();
const SAID = { by: "ada", reason: "kernel fix", at: NOW };
const asked = (ask: Partial<Ask>, before = wanted, execution = "web-asked-1") =>
  applyAsk(before, CHANNEL, {
    ask: { ...ONLY_LOOKS, ...ask },
    execution,
    by: "ada",
    reason: "kernel fix",
    now: NOW,
  });

describe("a person's image", () => {
  test("is pinned, beside what the declaration names now", () => {
    expect(asked({ image: NEW })).toEqual({
      ...wanted,
      pin: { ...SAID, image: NEW, until: null, insteadOf: OLD },
      taken: ["web-asked-1"],
    });
  });

  test("is pinned until its end, also when the declaration names it", () => {
    expect(asked({ image: OLD, until: NOW + DAY }).pin).toEqual({
      ...SAID,
      image: OLD,
      until: NOW + DAY,
      insteadOf: OLD,
    });
  });

  test("that the declaration names needs no pin, and ends an older one", () => {
    expect(asked({ image: OLD }, { ...wanted, pin: pinned(NEW) }).pin).toBeNull();
  });

  test("takes the place of the pin before it", () => {
    expect(asked({ image: NEWEST }, { ...wanted, pin: pinned(NEW) }).pin?.image).toBe(NEWEST);
  });

  test("is pinned beside nothing where nothing was read for this declaration", () => {
    const other = { ...wanted, named: wanted.named && { ...wanted.named, source: "channel /images/other" } };
    expect(asked({ image: OLD }, other).pin).toMatchObject({ image: OLD, insteadOf: null });
  });
});

describe("a person's instant", () => {
  test("is kept, and force is the instant at which it was taken", () => {
    const { reason, by, at } = SAID;
    expect(asked({ launchedBefore: NOW - DAY }).launchedBefore).toEqual({
      reason,
      by,
      at,
      instant: NOW - DAY,
    });
    expect(asked({ launchedBefore: "now" }).launchedBefore).toEqual({ reason, by, at, instant: NOW });
  });

  test("leaves a pin as it is", () => {
    const pin = pinned(NEW);
    expect(asked({ launchedBefore: "now" }, { ...wanted, pin }).pin).toBe(pin);
  });

  test("does not take back a later one, which includes it", () => {
    const later = launchedBefore(NOW - HOUR);
    const before = { ...wanted, launchedBefore: later };
    expect(asked({ launchedBefore: NOW - DAY }, before).launchedBefore).toBe(later);
    expect(asked({ launchedBefore: NOW - HOUR }, before).launchedBefore).toBe(later);
    expect(asked({ launchedBefore: "now" }, before).launchedBefore?.instant).toBe(NOW);
    expect(asked({ image: NEW }, before).launchedBefore).toBe(later);
  });
});

test("an execution asks once, however often it is tried", () => {
  const once = asked({ image: NEW });
  const since = { ...once, pin: pinned(NEWEST) };
  expect(asked({ image: NEW }, since)).toBe(since);
  expect(asked({ image: NEW }, since, "web-asked-2").pin?.image).toBe(NEW);
});

test("twenty executions are remembered, the newest first", () => {
  const names = Array.from({ length: 25 }, (_, index) => `web-asked-${index}`);
  const all = names.reduce((before, name) => asked({ image: NEW }, before, name), wanted);
  expect(all.taken).toEqual(names.slice(5).reverse());
});

test("who only wants the fleet to be looked at changes nothing", () => {
  expect(asked({})).toBe(wanted);
});

test("who only asks for other servers leaves a pin, also while nothing is known to be named", () => {
  const pin = pinned(NEW, { insteadOf: null });
  const before = { ...wanted, named: null, pin };
  expect(asked({ launchedBefore: "now" }, before)).toMatchObject({ pin, launchedBefore: { instant: NOW } });
});
