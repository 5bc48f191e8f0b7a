import { describe, expect, test } from "vitest";
import type { FleetDeclaration } from "../../../src/domain/declaration/fleet.ts";
import type { ControlPlane } from "../../../src/engine/control-plane-port.ts";
import { listEntries } from "../../../src/ledger/entries.ts";
import { listFindings } from "../../../src/ledger/findings.ts";
import { declareFleet } from "../../../src/ledger/fleets.ts";
import { readAllowances } from "../../../src/ledger/found/access-allowed.ts";
import { keepLeftOut } from "../../../src/ledger/found/left-out.ts";
import { writeGeneration } from "../../../src/ledger/generations.ts";
import { commandLine, DECLARATION, declareWeb, NOON } from "../../support/cli/command-line.ts";
import { generation } from "../../support/cli/records.ts";

const declared = ({ ledger }: ControlPlane, also: Partial<FleetDeclaration>) =>
  declareFleet(ledger, { declaration: { ...DECLARATION, ...also }, by: "ada@laptop", now: NOON }, "absent");

describe("moult access allow", () => {
  test("gives leave for a while, and tells the ledger who, why and until when", async () => {
    const { moult, plane } = commandLine();
    await declareWeb(plane);
    expect(await moult("access allow web --for 2h --reason incident")).toEqual({
      code: 0,
      out: "web: who logs into any server of web until 2026-11-21 14:00:00Z is written down, and no server is replaced for it\n",
      err: "A server that was logged into before is replaced all the same: see `moult findings`.\n",
    });
    const given = { server: null, by: "ada@laptop", reason: "incident", at: NOON, until: NOON + 7_200_000 };
    expect(await readAllowances(plane.ledger, "web")).toEqual([given]);
    await moult("access allow web --server i-01234567 --for 30m --reason heap");
    expect(await readAllowances(plane.ledger, "web")).toMatchObject([{ server: "i-01234567" }, given]);
    expect(await listEntries(plane.ledger, "web")).toMatchObject([
      { action: "allow-access", reason: "incident", actor: "ada@laptop" },
      { action: "allow-access", reason: "heap", subject: "i-01234567" },
    ]);
  });

  test("with --isolate has the server replaced in place when the leave is over, and says what happens when", async () => {
    const { moult, plane } = commandLine();
    await declared(plane, { recycle: {} });
    await writeGeneration(plane.ledger, generation({ state: "live", number: 7 }), "absent");
    await keepLeftOut(plane.ledger, "web", { generation: 7, servers: 4 });
    const { code, err } = await moult(
      "access allow web --server i-01234567 --isolate --for 2h --reason strace",
    );
    expect([code, err]).toEqual([0, expect.stringMatching(/^Within five minutes a substitute is launched/)]);
    expect(await readAllowances(plane.ledger, "web")).toMatchObject([
      { server: "i-01234567", isolate: true },
    ]);
    expect(await listFindings(plane.ledger, "web")).toMatchObject([
      { server: "i-01234567", generation: 7, field: "isolated-access", mode: "replace", dueAt: NOON },
    ]);
  });

  test.each([
    ["one of them is named", {}, "", "one server is isolated: name it"],
    ["single servers are replaced", {}, "--server i-01234567 ", "declare recycle"],
    ["servers were counted", { recycle: {} }, "--server i-01234567 ", "is not known yet"],
  ])("isolates nobody unless %s", async (_what, also, server, why) => {
    const { moult, plane } = commandLine();
    await declared(plane, also);
    await writeGeneration(plane.ledger, generation({ state: "live", number: 7 }), "absent");
    const { code, err } = await moult(`access allow web ${server}--isolate --for 2h --reason strace`);
    expect(code).toBe(1);
    expect(err).toContain(why);
    expect(await readAllowances(plane.ledger, "web")).toEqual([]);
    expect(await listFindings(plane.ledger, "web")).toEqual([]);
  });

  test("isolates no server that is too much of its fleet: that would replace all of them", async () => {
    const { moult, plane } = commandLine();
    await declared(plane, { recycle: {} });
    await writeGeneration(plane.ledger, generation({ state: "live", number: 7 }), "absent");
    await keepLeftOut(plane.ledger, "web", { generation: 7, servers: 1 });
    const { err } = await moult("access allow web --server i-01234567 --isolate --for 2h --reason strace");
    expect(err).toContain("one of 1 servers is more than recycle.wholeFleetAt (50%)");
  });

  test.each([
    ["access allow web --for ten --reason x", "--for ten is not a duration: write it as 30m or 2h"],
    ["access allow web --for 30s --reason x", "a minute at least and a day at most"],
    ["access allow web --for 3d --reason x", "a minute at least and a day at most"],
    ["access allow web --server web-1 --for 1h --reason x", "--server web-1 is not an instance id"],
    ["access allow nobody --for 1h --reason x", "nobody"],
  ])("%s changes nothing", async (line, why) => {
    const { moult, plane } = commandLine();
    await declareWeb(plane);
    const { code, out, err } = await moult(line);
    expect([code, out]).toEqual([1, ""]);
    expect(err).toContain(why);
    expect(await readAllowances(plane.ledger, "web")).toEqual([]);
  });
});
