import { describe, expect, it } from "vitest";
import { chunk, describeExisting } from "../../src/aws/describe-existing.ts";
import { NotFound, Rejected } from "../../src/errors/errors.ts";

describe("describeExisting", () => {
  const existing = new Set(["i-1", "i-12", "i-3"]);
  const asked: string[][] = [];
  const ask = (telling: boolean) => (names: string[]) => {
    asked.push(names);
    const missing = names.filter((name) => !existing.has(name));
    const which = telling
      ? `The instance IDs '${missing.join(", ")}' do not exist`
      : "One or more do not exist";
    return missing.length > 0 ? Promise.reject(new NotFound(which)) : Promise.resolve(names);
  };

  it("asks again without what the error names", async () => {
    asked.length = 0;
    expect(await describeExisting(["i-12", "i-2", "i-3"], ask(true))).toEqual(["i-12", "i-3"]);
    expect(asked).toEqual([
      ["i-12", "i-2", "i-3"],
      ["i-12", "i-3"],
    ]);
  });

  it("does not take i-1 for named where i-12 is", async () => {
    existing.delete("i-12");
    expect(await describeExisting(["i-1", "i-12"], ask(true))).toEqual(["i-1"]);
    existing.add("i-12");
  });

  it("asks one by one when the error names nothing", async () => {
    expect(await describeExisting(["i-1", "i-2", "i-3"], ask(false))).toEqual(["i-1", "i-3"]);
  });

  it("answers nothing for nothing, and for what is all missing", async () => {
    asked.length = 0;
    expect(await describeExisting([], ask(true))).toEqual([]);
    expect(asked).toEqual([]);
    expect(await describeExisting(["i-8", "i-9"], ask(true))).toEqual([]);
  });

  it("lets other errors through", async () => {
    await expect(describeExisting(["i-1"], () => Promise.reject(new Rejected("no")))).rejects.toThrow(
      Rejected,
    );
  });
});

it("parts a list without losing or doubling anything", () => {
  expect(chunk([1, 2, 3, 4, 5], 2)).toEqual([[1, 2], [3, 4], [5]]);
  expect(chunk([], 2)).toEqual([]);
});
