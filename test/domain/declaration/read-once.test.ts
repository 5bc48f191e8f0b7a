import { describe, expect, it } from "vitest";
import { freezeThrough, onceIfFrozen, onceIfSame } from "../../../src/domain/declaration/read-once.ts";

function counted() {
  let times = 0;
  const read = onceIfFrozen(({ list }: { readonly list: readonly { readonly n: number }[] }) => {
    times += 1;
    if (list.length === 0) throw new RangeError("the list is empty");
    return { sum: list.reduce((sum, { n }) => sum + n, 0), parts: [...list] };
  });
  return { read, times: () => times };
}

describe("what is read of a frozen value", () => {
  it("is read once, and is frozen itself", () => {
    const { read, times } = counted();
    const value = freezeThrough({ list: [{ n: 1 }, { n: 2 }] });
    const first = read(value);
    expect(read(value)).toBe(first);
    expect([first.sum, times()]).toEqual([3, 1]);
    expect(() => first.parts.push({ n: 3 })).toThrow(TypeError);
  });

  it("is read anew where anything in the value may still change", () => {
    const { read, times } = counted();
    const inner = { n: 1 };
    const value = Object.freeze({ list: Object.freeze([inner]) });
    expect(read(value).sum).toBe(1);
    inner.n = 5;
    expect([read(value).sum, times()]).toEqual([5, 2]);
  });

  it("throws each time that it cannot be read", () => {
    const { read, times } = counted();
    const value = freezeThrough({ list: [] });
    expect(() => read(value)).toThrow("the list is empty");
    expect(() => read(value)).toThrow("the list is empty");
    expect(times()).toBe(2);
  });
});

describe("what is read of values of the same text", () => {
  it("is read once, is frozen, and leaves the value to its owner", () => {
    let times = 0;
    const read = onceIfSame((value) => {
      times += 1;
      return { copy: value };
    });
    const value = { list: [{ n: 1 }] };
    const first = read(value);
    expect(read({ list: [{ n: 1 }] })).toBe(first);
    expect(Object.isFrozen(first.copy)).toBe(true);
    value.list.push({ n: 2 });
    expect(read(value)).toEqual({ copy: { list: [{ n: 1 }, { n: 2 }] } });
    expect(times).toBe(2);
  });

  it("is forgotten in time", () => {
    let times = 0;
    const read = onceIfSame((value) => {
      times += 1;
      return value;
    });
    for (let n = 0; n < 200; n += 1) read({ n });
    read({ n: 199 });
    read({ n: 0 });
    expect(times).toBe(201);
  });

  it("throws each time that it cannot be read", () => {
    let times = 0;
    const read = onceIfSame(() => {
      times += 1;
      throw new RangeError("no");
    });
    expect(() => read({})).toThrow("no");
    expect(() => read({})).toThrow("no");
    expect(times).toBe(2);
  });
});
