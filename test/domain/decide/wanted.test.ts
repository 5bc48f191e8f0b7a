import { describe, expect, test } from "vitest";
import {
  imageSource,
  isNews,
  namedBy,
  pinInForce,
  wanted,
  withNamed,
} from "../../../src/domain/decide/wanted.ts";
import {
  CHANNEL,
  HOUR,
  named,
  NEW,
  NEWEST,
  NOW,
  OLD,
  pinned,
  stateOf,
} from "../../support/domain/decide/states.ts";

describe("where an image is named", () => {
  test.each([
    [{ channel: "/images/web" }, "channel /images/web"],
    [{ imageBuilder: "arn:aws:imagebuilder:x" }, "Image Builder arn:aws:imagebuilder:x"],
    [
      { tags: { role: "web", os: "al2023" }, owners: ["self", "amazon"] },
      "the newest image with os=al2023, role=web of amazon, self",
    ],
    [
      { tags: { os: "al2023", role: "web" }, owners: ["amazon", "self"] },
      "the newest image with os=al2023, role=web of amazon, self",
    ],
  ])("%j is told as %s", (image, source) => {
    expect(imageSource(image)).toBe(source);
  });

  test("what was read elsewhere counts no more", () => {
    const read = stateOf().wanted;
    expect(namedBy(read, CHANNEL)).toBe(read.named);
    expect(namedBy(read, "channel /images/other")).toBeNull();
    expect(namedBy({ ...read, named: null }, CHANNEL)).toBeNull();
  });
});

describe("a pin", () => {
  const inForce = (special: Parameters<typeof pinned>[1], names: string | null = OLD) => {
    const read = names === null ? null : named(names);
    return pinInForce({ ...stateOf().wanted, named: read, pin: pinned(NEW, special) }, CHANNEL, NOW) !== null;
  };

  test.each([
    ["until its end", { until: NOW + 1 }, OLD, true],
    ["until its end, whatever is named meanwhile", { until: NOW + 1 }, NEWEST, true],
    ["no longer", { until: NOW }, OLD, false],
    ["without end while the same is named", {}, OLD, true],
    ["without end until another is named", {}, NEWEST, false],
    ["without end until it is named itself", {}, NEW, false],
    ["without end while nothing is named", { insteadOf: null }, null, true],
    ["without end until anything is named", { insteadOf: null }, OLD, false],
    ["without end while what is named cannot be told", { insteadOf: OLD }, null, true],
  ])("counts %s", (_when, special, names, counts) => {
    expect(inForce(special, names)).toBe(counts);
  });

  test("is not there where nobody made one", () => {
    expect(pinInForce(stateOf().wanted, CHANNEL, NOW)).toBeNull();
  });
});

describe("what an event names", () => {
  const known = named(NEW, { madeAt: NOW });
  const read = (image: string, madeAt: number | null) => ({ image, madeAt });

  test.each([
    ["is news where nothing is known", null, read(OLD, NOW - HOUR), true],
    ["is no news when it is known", known, read(NEW, NOW), false],
    ["is news when it is newer", known, read(OLD, NOW + 1), true],
    ["is no news when it is older", known, read(NEWEST, NOW - 1), false],
    ["is no news when nobody knows how old it is", known, read(NEWEST, null), false],
    ["is news of one instant when its id is the greater", known, read(NEWEST, NOW), true],
    ["is no news of one instant when its id is the lesser", known, read(OLD, NOW), false],
  ])("%s, of many", (_what, before, event, news) => {
    expect(isNews(before, event, true)).toBe(news);
  });

  test("is news for a channel whenever it is another image", () => {
    expect(isNews(known, read(OLD, NOW - HOUR), false)).toBe(true);
    expect(isNews(known, read(NEW, NOW + HOUR), false)).toBe(false);
  });
});

test("the first image that is named stands for what a pin was made instead of, and no other", () => {
  const pin = pinned(NEW, { insteadOf: null });
  const first = withNamed({ ...stateOf().wanted, named: null, pin }, named(OLD));
  expect(first).toMatchObject({ named: { image: OLD }, pin: { image: NEW, insteadOf: OLD } });
  expect(pinInForce(first, CHANNEL, NOW)).not.toBeNull();
  const second = withNamed(first, named(NEWEST));
  expect(second.pin).toBe(first.pin);
  expect(pinInForce(second, CHANNEL, NOW)).toBeNull();
  expect(withNamed(stateOf().wanted, named(NEW)).pin).toBeNull();
});

test("a pin without author, reason or image is not written", () => {
  const of = (special: object) =>
    wanted.safeParse({ ...stateOf().wanted, pin: pinned(NEW, special) }).success;
  expect(of({})).toBe(true);
  expect([of({ by: "" }), of({ reason: "" }), of({ image: "" }), of({ ends: NOW })]).toEqual([
    false,
    false,
    false,
    false,
  ]);
});
