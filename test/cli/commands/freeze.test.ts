import { describe, expect, test } from "vitest";
import { listEntries } from "../../../src/ledger/entries.ts";
import { activeFreeze, freeze } from "../../../src/ledger/freezes.ts";
import { rollouts } from "../../../src/ledger/runs/rollouts.ts";
import { commandLine, declareWeb, NOON } from "../../support/cli/command-line.ts";
import { rollout } from "../../support/cli/records.ts";

describe("moult freeze", () => {
  test("freezes a fleet for a time, and tells the ledger", async () => {
    const { moult, plane } = commandLine();
    await declareWeb(plane);
    expect(await moult("freeze web --reason test --for 2h")).toEqual({
      code: 0,
      out: "web: frozen until 2026-11-21 14:00:00Z: test (ada@laptop)\n",
      err: "Lift it with `moult unfreeze web --confirm web`.\n",
    });
    expect(await activeFreeze(plane.ledger, "web", NOON)).toMatchObject({ until: NOON + 7_200_000 });
    expect(await listEntries(plane.ledger, "web")).toMatchObject([
      { action: "freeze", reason: "test", actor: "ada@laptop" },
    ]);
  });

  test("freezes every fleet until it is lifted", async () => {
    const { moult, plane } = commandLine();
    await declareWeb(plane);
    expect(JSON.parse((await moult("freeze --all --reason incident --json")).out)).toEqual({
      fleet: null,
      reason: "incident",
      by: "ada@laptop",
      since: NOON,
      until: null,
      fleets: ["web"],
    });
    expect(await activeFreeze(plane.ledger, "web", NOON)).toMatchObject({ scope: "account" });
    expect((await moult("freeze --all --reason incident")).out).toBe(
      "every fleet (1): frozen until it is lifted: incident (ada@laptop)\n",
    );
  });

  test("never asks, and says of a rollout with traffic that it stays so, and how it goes back first", async () => {
    const { moult, plane } = commandLine();
    await declareWeb(plane);
    const traffic = { step: 1, setPercent: 50, setAt: NOON, observedPercent: 50, agreeingReads: 2 };
    await rollouts.write(plane.ledger, rollout({ traffic }), "absent");
    const { code, err } = await moult("freeze --all --reason incident");
    expect(code).toBe(0);
    expect(err).toBe(
      "Green keeps 50% of the traffic of web: rollout web-1 goes neither on nor back meanwhile. " +
        "To have it back on blue first: `moult unfreeze --all --confirm all`, `moult rollout abort web --reason …`, and freeze again when it is.\n" +
        "Lift it with `moult unfreeze --all --confirm all`.\n",
    );
    expect((await moult("freeze web --reason incident")).err).toContain(
      "first: `moult unfreeze web --confirm web`, ",
    );
  });

  test.each([
    ["freeze --all --reason incident", "nothing was frozen"],
    ["unfreeze --all --confirm all", "nothing was lifted"],
  ])("%s of no fleet at all is an error", async (line, nothing) => {
    const { moult, plane } = commandLine();
    expect(await moult(line)).toEqual({
      code: 1,
      out: "",
      err: `moult: no fleet is declared in this ledger, so ${nothing}: name the ledger of your fleets\n`,
    });
    expect(await activeFreeze(plane.ledger, "web", NOON)).toBeUndefined();
    expect(await listEntries(plane.ledger, null)).toEqual([]);
  });

  test.each([
    ["freeze --reason x", "moult: no fleet is given: name one fleet, or give --all\n"],
    [
      "freeze web --all --reason x",
      "moult: both a fleet and --all are given: name one fleet, or give --all\n",
    ],
    ["freeze web --reason x --for long", "moult: --for long is not a duration: write it as 30m, 8h or 2d\n"],
    ["freeze wbe --reason x", "moult: no fleet is named wbe: did you mean `web`?\n"],
    ["freeze web", "moult: required option '--reason <text>' not specified. See `moult freeze --help`.\n"],
  ])("%s", async (line, err) => {
    const { moult, plane } = commandLine();
    await declareWeb(plane);
    expect(await moult(line)).toEqual({ code: 1, out: "", err });
    expect(await activeFreeze(plane.ledger, "web", NOON)).toBeUndefined();
  });
});

describe("moult unfreeze", () => {
  const frozen = async (fleets: (string | null)[]) => {
    const line = commandLine();
    await declareWeb(line.plane);
    for (const fleet of fleets) {
      await freeze(line.plane.ledger, { fleet, reason: "test", by: "bob@desk", since: NOON, until: null });
    }
    return line;
  };

  test("off a terminal wants --confirm", async () => {
    const { moult, plane } = await frozen(["web"]);
    expect(await moult("unfreeze web")).toEqual({
      code: 1,
      out: "",
      err: "moult: Changes to web become possible again. Nothing was changed: give --confirm web to carry it out\n",
    });
    expect(await activeFreeze(plane.ledger, "web", NOON)).toBeDefined();
  });

  test("lifts the freeze of a fleet, and says when every fleet is frozen still", async () => {
    const { moult, plane } = await frozen(["web", null]);
    expect(await moult("unfreeze web --confirm web")).toEqual({
      code: 0,
      out: "web: lifted: test (bob@desk)\n",
      err: "Every fleet is frozen still: test. Lift that with `moult unfreeze --all --confirm all`.\n",
    });
    expect(await moult("unfreeze --all --confirm all")).toMatchObject({
      code: 0,
      out: "every fleet: lifted: test (bob@desk)\n",
    });
    expect(await activeFreeze(plane.ledger, "web", NOON)).toBeUndefined();
    expect(await listEntries(plane.ledger, "web")).toMatchObject([
      { action: "unfreeze", actor: "ada@laptop" },
    ]);
  });

  test("of what is not frozen says so", async () => {
    const { moult } = await frozen([]);
    expect(await moult("unfreeze web --confirm web")).toEqual({
      code: 0,
      out: "web: was not frozen\n",
      err: "",
    });
  });
});
