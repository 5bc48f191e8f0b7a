import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Start } from "../../../src/domain/decide/decide.ts";
import { askName, runName } from "../../../src/rollout/convergence/run-name.ts";

const due = (key: string) => ({ reason: "image" as const, what: `because of ${key}`, key });
const start = (special: Partial<Start> = {}): Start => ({
  act: "start",
  target: { image: "ami-0bbb", templateVersion: 1 },
  reason: "image",
  due: [due("a"), due("b")],
  replaces: 6,
  attempt: 0,
  ...special,
});
const fleets = fc.stringMatching(/^[a-z][a-z0-9-]{0,29}$/);
const images = fc.stringMatching(/^ami-([0-9a-f]{8}|[0-9a-f]{17})$/);

describe("the name of an execution", () => {
  test("has its fleet and its image in it, and is one that Step Functions takes", () => {
    expect(runName("web", start())).toMatch(/^web-ami-0bbb-[0-9a-f]{12}$/);
    fc.assert(
      fc.property(fleets, images, fc.array(fc.string()), fc.nat(), (fleet, image, keys, attempt) => {
        const name = runName(
          fleet,
          start({ target: { image, templateVersion: null }, due: keys.map(due), attempt }),
        );
        expect(name).toMatch(/^[0-9A-Za-z_-]{1,80}$/);
        expect(name.startsWith(`${fleet}-${image}-`)).toBe(true);
      }),
    );
  });

  test("is the same for the same decision, in whatever order and words it was come to", () => {
    const name = runName("web", start());
    expect(runName("web", start({ due: [due("b"), { ...due("a"), what: "said otherwise" }] }))).toBe(name);
    expect(runName("web", start({ target: { image: "ami-0bbb", templateVersion: null } }))).toBe(name);
  });

  test.each<[string, Partial<Start>]>([
    ["another image", { target: { image: "ami-0ccc", templateVersion: 1 } }],
    ["another generation", { replaces: 7 }],
    ["the first generation", { replaces: null }],
    ["one thing more", { due: [due("a"), due("b"), due("c")] }],
    ["one thing less", { due: [due("a")] }],
    ["another attempt", { attempt: 1 }],
  ])("is another one for %s", (_what, special) => {
    expect(runName("web", start(special))).not.toBe(runName("web", start()));
  });
});

test("an ask has a name of its own at every instant", () => {
  const ask = { image: "ami-0bbb" };
  expect(askName("web", ask, 5)).toMatch(/^web-asked-[0-9a-f]{12}$/);
  expect(askName("web", { ...ask }, 5)).toBe(askName("web", ask, 5));
  const others = [askName("web", ask, 6), askName("web", {}, 5), askName("api", ask, 5)];
  expect(new Set([...others, askName("web", ask, 5)]).size).toBe(4);
});
