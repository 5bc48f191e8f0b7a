import { expect, test } from "vitest";
import { type Attempts, attempts, withNameUsed } from "../../../src/domain/decide/attempts.ts";
import { wanted } from "../../../src/domain/decide/wanted.ts";
import {
  failed,
  launchedBefore,
  named,
  NEW,
  NOW,
  pinned,
  stateOf,
} from "../../support/domain/decide/states.ts";

const kept: Attempts = failed(NEW, NOW);

test("what was tried is read as it was written, and nothing else is", () => {
  expect(attempts.parse(kept)).toEqual(kept);
  const [last] = kept.last;
  const wrong = [
    { ...kept, number: -1 },
    { ...kept, more: 1 },
    { ...kept, last: [{ ...last, failures: -1 }] },
    { ...kept, last: [{ ...last, run: undefined }] },
    { ...kept, last: Array.from({ length: 11 }, () => last) },
  ];
  expect(wrong.map((each) => attempts.safeParse(each).success)).toEqual(wrong.map(() => false));
});

test("a name that was used for nothing makes the next name another, and is no attempt", () => {
  expect(withNameUsed(kept)).toEqual({ number: 4, last: kept.last });
});

test("what is wanted is read as it was written, and a text that is empty is not", () => {
  const all = {
    ...stateOf().wanted,
    named: named(NEW),
    pin: pinned(NEW),
    launchedBefore: launchedBefore(NOW),
  };
  expect(wanted.parse(all)).toEqual(all);
  const wrong = [
    { ...all, launchedBefore: { ...all.launchedBefore, by: "" } },
    { ...all, launchedBefore: { ...all.launchedBefore, reason: "" } },
    { ...all, launchedBefore: { by: "ada" } },
    { ...all, pin: { ...all.pin, by: "" } },
    { ...all, named: { ...all.named, image: "" } },
  ];
  expect(wrong.map((each) => wanted.safeParse(each).success)).toEqual(wrong.map(() => false));
});
