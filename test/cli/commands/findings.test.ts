import { describe, expect, test } from "vitest";
import { listEntries } from "../../../src/ledger/entries.ts";
import { putFinding } from "../../../src/ledger/findings.ts";
import { changeStorm, listStorms, type StoredStorm } from "../../../src/ledger/found/storms.ts";
import { writeGeneration } from "../../../src/ledger/generations.ts";
import { commandLine, declareWeb, NOON } from "../../support/cli/command-line.ts";
import { ageStorm, finding, storm } from "../../support/cli/findings.ts";
import { generation } from "../../support/cli/records.ts";

type Parts = NonNullable<Parameters<typeof commandLine>[0]>;

async function found({ findings = [finding()], storms = [] as readonly StoredStorm[] }, parts: Parts = {}) {
  const line = commandLine(parts);
  const { ledger } = line.plane;
  await declareWeb(line.plane);
  await writeGeneration(ledger, generation({}), "absent");
  for (const each of findings) await putFinding(ledger, "web", each, NOON);
  for (const each of storms) await changeStorm(ledger, each.key, () => each);
  return line;
}

describe("moult findings", () => {
  test("is a table of what stands, the most urgent first, with what comes of it", async () => {
    const told = finding({ server: "i-2", field: "tag owner", expected: "web", mode: "report" });
    const { moult } = await found({ findings: [told, finding()] });
    const table = `FLEET  SERVER  KIND   FIELD                EXPECTED  OBSERVED  SINCE                 DUE                   MODE     WHAT HAPPENS
web    i-1     drift  security group sg-9  absent    present   2026-11-21 11:00:00Z  2026-11-21 11:00:00Z  replace  replaced by the next rollout
web    i-2     drift  tag owner            web       present   2026-11-21 11:00:00Z  2026-11-21 11:00:00Z  report   observed
`;
    expect(await moult("findings --wide")).toEqual({ code: 0, out: table, err: "" });
    expect((await moult("findings web --wide")).out).toBe(table);
    expect(await moult("findings")).toEqual({
      code: 0,
      out: `FLEET  SERVER  FIELD                EXPECTED  OBSERVED  SINCE                 WHAT HAPPENS
web    i-1     security group sg-9  absent    present   2026-11-21 11:00:00Z  replaced by the next
                                                                              rollout
web    i-2     tag owner            web       present   2026-11-21 11:00:00Z  observed
`,
      err: "Not shown: KIND, DUE, MODE. --wide shows all.\n",
    });
  });

  test("says in words what comes of each", async () => {
    const { moult } = await found({
      findings: [
        finding({ server: "i-1" }),
        finding({ server: "i-2", observed: "absent", dueAt: NOON + 60_000 }),
        finding({ server: "i-3", mode: "approve" }),
        finding({ server: "i-4", generation: 5 }),
        finding({ server: "i-5", mode: "report", evidence: { needs: "another image" } }),
      ],
      storms: [storm()],
    });
    const { out } = await moult("findings web --wide");
    expect(out).toContain("  held by a storm\n");
    expect(out).toContain("  replaced from 2026-11-21 12:01:00Z on\n");
    expect(out).toContain("  not replaced again: it came back, the fleet needs another image\n");
    expect(out).toContain("  replaced when a person approves it\n");
    expect(out).toContain("  lifted by the next scan: generation 5 is not live\n");
  });

  test("shows storms below, with how they are acknowledged", async () => {
    const acknowledged = { by: "bob", reason: "on purpose", at: NOON };
    const { moult } = await found({ storms: [storm(), ageStorm({ acknowledged })] });
    expect((await moult("findings --wide")).out).toContain(`

STORM  WHAT                             FLEETS  SINCE                 ACKNOWLEDGED
1      security group sg-9 is present   7       2026-11-21 11:30:00Z  no: moult findings acknowledge 1 --reason <text>
2      servers are too old all at once  7       2026-11-21 11:45:00Z  bob: on purpose
`);
  });

  test("does not let a server's own words move the cursor", async () => {
    const { moult } = await found({ findings: [finding({ observed: "\u001B[2J\nweb" })] });
    expect((await moult("findings")).out).not.toContain("\u001B");
  });

  test("is one object under --json", async () => {
    const { moult } = await found({ storms: [storm()] });
    const { out } = await moult("findings web --json");
    const view = JSON.parse(out) as object;
    expect(view).toMatchObject({
      fleet: "web",
      findings: [{ server: "i-1", consequence: "held", evidence: { drift: "security-groups" } }],
      storms: [{ number: 1, key: storm().key, acknowledged: null }],
      faults: [],
    });
    expect(JSON.parse((await moult("findings --json")).out)).toMatchObject({ fleet: null, fleets: 1 });
  });

  test("says when there are none", async () => {
    const { moult } = await found({ findings: [] });
    expect(await moult("findings")).toEqual({
      code: 0,
      out: "",
      err: "Nothing is found about any server of 1 fleet.\n",
    });
    expect(await moult("findings web")).toEqual({ code: 0, out: "", err: "Nothing is found about web.\n" });
  });

  test("says when no fleet is declared, which may be the wrong ledger", async () => {
    const said = { code: 0, out: "", err: "No fleet is declared in this ledger.\n" };
    expect(await commandLine().moult("findings")).toEqual(said);
  });

  test("of a fleet that is not declared names the nearest one", async () => {
    const { moult } = await found({});
    expect(await moult("findings wep")).toEqual({
      code: 1,
      out: "",
      err: "moult: no fleet is named wep: did you mean `web`?\n",
    });
  });

  test("of a fleet whose record is corrupt says so, and shows the others", async () => {
    const { moult, plane } = await found({});
    await plane.ledger.put({ partition: "fleets", sort: "api", schema: 1, body: {} }, "absent");
    await plane.ledger.put(
      { partition: "fleet#api", sort: "finding#i-9#age#age", schema: 1, body: {} },
      "absent",
    );
    const { code, out, err } = await moult("findings --wide");
    expect(code).toBe(1);
    expect(out).toContain("web    i-1");
    expect(err).toMatch(/^The findings of api cannot be read: /);
  });
});

describe("moult findings acknowledge", () => {
  const acknowledge = (name: string, ...more: string[]) => [
    "findings",
    "acknowledge",
    name,
    "--reason",
    "we closed it",
    ...more,
  ];

  test("off a terminal wants --confirm, and says what it lets happen", async () => {
    const { moult, plane } = await found({ storms: [storm()] });
    expect(await moult(acknowledge("1"))).toEqual({
      code: 1,
      out: "",
      err: "moult: Servers of 7 fleets may be replaced from now on because security group sg-9 is present. Nothing was changed: give --confirm 1 to carry it out\n",
    });
    expect(await listStorms(plane.ledger)).toEqual([storm()]);
    expect(await listEntries(plane.ledger, null)).toEqual([]);
  });

  test.each([
    ["its number", "1"],
    ["its key", storm().key],
  ])("by %s lets it be acted on, once, and keeps who and why", async (_what, name) => {
    const { moult, plane } = await found({ storms: [storm()] });
    expect(await moult(acknowledge(name, "--confirm", name))).toEqual({
      code: 0,
      out: "security group sg-9 is present: acknowledged: we closed it\n",
      err: "The next sweep or scan begins what is due for it.\n",
    });
    const acknowledged = { by: "ada@laptop", reason: "we closed it", at: NOON };
    expect(await listStorms(plane.ledger)).toEqual([storm({ acknowledged })]);
    expect(await moult(acknowledge(name))).toEqual({
      code: 0,
      out: "security group sg-9 is present: was acknowledged already by ada@laptop: we closed it\n",
      err: "",
    });
    expect(await listEntries(plane.ledger, null)).toHaveLength(1);
    expect((await moult("findings --wide")).out).toContain("  replaced by the next rollout\n");
  });

  test("on a terminal asks, and another answer changes nothing", async () => {
    const { moult, plane } = await found({ storms: [ageStorm()] }, { answer: "no" });
    const { code, err } = await moult(acknowledge("age"));
    expect(code).toBe(1);
    expect(err).toContain("because servers are too old all at once.\nType age to carry it out: ");
    expect(await listStorms(plane.ledger)).toEqual([ageStorm()]);
  });

  test("under --json is the storm as it is now", async () => {
    const { moult } = await found({ storms: [storm()] });
    const { out } = await moult(acknowledge("1", "--confirm", "1", "--json"));
    expect(JSON.parse(out)).toMatchObject({ storm: { acknowledged: { by: "ada@laptop" } }, changed: true });
  });

  test.each([
    ["there is none", [], "there is no storm to acknowledge: see `moult findings`"],
    ["another is", [storm()], `no storm is called 2: known are 1 (${storm().key})`],
    ["it is over", [storm({ endedAt: 1 })], "there is no storm to acknowledge: see `moult findings`"],
  ])("of one that is not there, where %s, is refused", async (_what, storms, message) => {
    const { moult, plane } = await found({ storms });
    expect(await moult(acknowledge("2", "--confirm", "2"))).toEqual({
      code: 1,
      out: "",
      err: `moult: ${message}\n`,
    });
    expect(await listEntries(plane.ledger, null)).toEqual([]);
  });

  test("without a reason is refused", async () => {
    const { moult } = await found({ storms: [storm()] });
    expect(await moult("findings acknowledge 1")).toMatchObject({ code: 1, out: "" });
  });

  test("has a help of its own under that of findings", async () => {
    const { moult } = await found({});
    const { out } = await moult("findings --help");
    expect(out).toContain("acknowledge [options] <storm>");
    expect(out).toContain("$ moult findings web --json");
    expect((await moult("findings acknowledge --help")).out).toContain("--confirm 1");
  });
});
