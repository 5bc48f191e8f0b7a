import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { fencesIn, textOf } from "../support/docs/markdown.ts";
import { commandsIn } from "../support/docs/shell.ts";
import { type FirstFleet, firstFleet } from "../support/install/first-fleet.ts";

let fleet: FirstFleet;
beforeAll(async () => {
  fleet = await firstFleet({ isAdopted: false });
}, 120_000);
afterAll(() => fleet.close());

/** The commands of moult on a page, in their order, of the fleet that is there. */
const onPage = (page: string): string[][] =>
  fencesIn(textOf(page))
    .filter(({ language }) => language === "sh")
    .flatMap(({ text }) => commandsIn(text))
    .filter(({ program }) => program === "moult")
    .map(({ words }) => words.map((word) => word.replace(/^web(-asg)?(\.yml)?$/, "first-run$2")));

/** Carries them out one after the other; answers what did not end with 0, and what was said. */
async function carryOut(page: string): Promise<{ failed: string[]; said: string }> {
  const failed: string[] = [];
  let said = "";
  for (const words of onPage(page)) {
    const { code, out, err } = await fleet.moult(words);
    said += `${words.join(" ")}\n${out}${err}`;
    if (code !== 0) failed.push(`moult ${words.join(" ")}: ${code}: ${out}${err}`);
  }
  return { failed, said };
}

describe("the pages are carried out, command by command, in a simulated account", {
  timeout: 240_000,
}, () => {
  it("README.md: the first fleet is taken over, and nothing of it begins before it was looked at", async () => {
    const { failed, said } = await carryOut("README.md");
    expect(failed).toEqual([]);
    expect(said).toMatch(/declared.*frozen.*adopted first-run as generation 1.*lifted.*nothing-to-do/s);
  });

  it("docs/upgrade.md: the fleet is frozen, looked at and goes on", async () => {
    const { failed, said } = await carryOut("docs/upgrade.md");
    expect(failed).toEqual([]);
    expect(said).toMatch(/frozen until.*upgrade.*lifted: upgrade/s);
  });

  it("docs/uninstall.md: the fleet serves on without moult, and its history can be read", async () => {
    const { failed, said } = await carryOut("docs/uninstall.md");
    expect(failed).toEqual([]);
    expect(said).toContain("first-run: released");
    expect(said).toMatch(/first-run runs on with version 1 of lt-/);
    const after = await fleet.moult(["history", "first-run"]);
    expect(after.out).toMatch(/adopt.*moult is retired/s);
    expect(
      await fleet.moult(["fleet", "release", "first-run", "--reason", "again", "--confirm", "first-run"]),
    ).toMatchObject({
      code: 0,
      out: "first-run: was released before, nothing was changed\n",
    });
  });
});
