import { globSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { commandKind, listedCommands } from "../../src/aws/command-kinds.ts";

const root = new URL("../../", import.meta.url).pathname;
const sources = globSync("src/aws/**/*.ts", { cwd: root }).map((path) => readFileSync(root + path, "utf8"));
const sent = new Set(
  sources.flatMap((text) => [...text.matchAll(/new (\w+Command)\(/g)].map(([, name]) => name ?? "")),
);

describe("the table of commands", () => {
  it("lists exactly the commands that src/aws sends", () => {
    expect(listedCommands().toSorted()).toEqual([...sent].toSorted());
  });

  it("takes for reads only what AWS names like reads", () => {
    const reads = listedCommands().filter((name) => commandKind(name) === "read");
    const namedLikeReads = listedCommands().filter((name) => /^(Describe|Get|List|Simulate)/.test(name));
    expect(reads).toEqual(namedLikeReads);
  });

  it("sends nothing that it does not list", () => {
    expect(() => commandKind("TerminateInstancesCommand")).toThrow(/add it to src\/aws\/command-kinds\.ts/);
    expect(() => commandKind("toString")).toThrow("toString");
  });
});
