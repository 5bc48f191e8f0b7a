import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type ImageSituation, judgeImage } from "../../../src/detect/image-published/judge-image.ts";

const image = {
  id: "ami-00000000000000002",
  state: "available",
  createdAt: 2000,
  tags: {},
  owner: "123456789012",
  ownerAlias: null,
  own: null,
  build: null,
  pipeline: null,
};
const live = { image: "ami-00000000000000001", createdAt: 1000 };
const judge = (change: Partial<ImageSituation>) =>
  judgeImage({ image, live, onItsWay: [], quarantined: undefined, excepted: null, ...change });

describe("judgeImage", () => {
  it("replaces an older image, a missing one, and none", () => {
    expect(judge({})).toEqual({
      replace: true,
      reason:
        "newer than what runs: ami-00000000000000002 is of 1970-01-01T00:00:02.000Z, ami-00000000000000001 which runs of 1970-01-01T00:00:01.000Z",
    });
    expect(judge({ live: { ...live, createdAt: null } }).replace).toBe(true);
    expect(judge({ live: undefined }).replace).toBe(true);
    const onItsWay = [
      live,
      { image: "ami-00000000000000003", createdAt: null },
      { image: image.id, createdAt: 2000 },
    ];
    expect(judge({ onItsWay }).replace).toBe(true);
  });

  it.each<[string, Partial<ImageSituation>, RegExp]>([
    ["it is older", { live: { ...live, createdAt: 2001 } }, /^older than what runs/],
    [
      "it runs already",
      { live: { image: image.id, createdAt: 2000 } },
      /runs ami-00000000000000002 already$/,
    ],
    [
      "a newer one is on its way",
      { onItsWay: [{ image: "ami-00000000000000003", createdAt: 2001 }] },
      /^older than ami-00000000000000003, which is on its way/,
    ],
    ["it is quarantined", { quarantined: "target-health: 2 of 6" }, /is quarantined: target-health: 2 of 6$/],
    ["a person refused it", { excepted: "ada refused it" }, /^ada refused it$/],
    [
      "a person refused it and nothing runs",
      { excepted: "ada refused it", live: undefined },
      /^ada refused it$/,
    ],
    ["it is not ready", { image: { ...image, state: "pending" } }, /is pending, not available$/],
  ])("does not when %s", (_, change, reason) => {
    expect(judge(change)).toEqual({ replace: false, reason: expect.stringMatching(reason) });
  });

  it("lets at most one of two images replace the other, unless they are as old", () => {
    const replaces = (createdAt: number, running: number) =>
      judge({ image: { ...image, createdAt }, live: { ...live, createdAt: running } }).replace;
    fc.assert(
      fc.property(fc.nat(), fc.nat(), (a, b) => {
        expect(replaces(a, b) && replaces(b, a)).toBe(a === b);
      }),
    );
  });
});
