import { writeFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { listEntries } from "../../../src/ledger/entries.ts";
import { readFleet } from "../../../src/ledger/fleets.ts";
import { writeGeneration } from "../../../src/ledger/generations.ts";
import { rollouts } from "../../../src/ledger/runs/rollouts.ts";
import { commandLine, declareWeb, fileWith, WEB_YML } from "../../support/cli/command-line.ts";
import { generation, rollout } from "../../support/cli/records.ts";

const TG = "arn:aws:elasticloadbalancing:us-east-1:123456789012:targetgroup/a/1";

test("a file without an end is refused like any that is too long", async () => {
  expect(await commandLine().moult("fleet validate /dev/zero")).toMatchObject({
    code: 1,
    err: "moult: /dev/zero:1:1 has 4194305 characters, at most 1048576 are read; split it into several files\n",
  });
});

test.each([
  ["Windows-1252", Buffer.from("fleet: web # Gr\u00F6\u00DFe\n", "latin1"), "1:16"],
  ["UTF-16", Buffer.from("\uFEFFfleet: web\n", "utf16le"), "1:1"],
])("a file in %s is refused, with the first byte that is wrong", async (_encoding, bytes, at) => {
  const file = fileWith("web.yml", "");
  writeFileSync(file, bytes);
  for (const command of [
    ["fleet", "validate", file],
    ["fleet", "adopt", file, "--group", "web"],
  ])
    expect(await commandLine().moult(command)).toMatchObject({
      code: 1,
      err: `moult: ${file}:${at} is not UTF-8 text from here on; save the file as UTF-8\n`,
    });
  const { out } = await commandLine().moult(["fleet", "validate", file, "--json"]);
  const { faults } = (JSON.parse(out) as { error: { faults: object[] } }).error;
  expect(faults).toMatchObject([
    { file, line: 1, message: "is not UTF-8 text from here on; save the file as UTF-8" },
  ]);
});

describe("moult fleet validate", () => {
  test("says which fleets are good, without opening the ledger", async () => {
    const { moult, opened } = commandLine();
    const file = fileWith("web.yml", WEB_YML);
    expect(await moult(["fleet", "validate", file])).toEqual({
      code: 0,
      out: `${file}: fleet web is good\n`,
      err: "",
    });
    expect(JSON.parse((await moult(["fleet", "validate", file, "--json"])).out)).toEqual({
      fleets: [{ file, fleet: "web" }],
      warnings: [],
    });
    expect(opened()).toBeUndefined();
  });

  test.each([
    ["budget: { atOnce: 2 }\n", "; budget.atOnce binds nothing without recycle"],
    ["budget: { atOnce: 2 }\nrecycle: { by: fleet }\n", "; budget.atOnce binds nothing without recycle"],
    ["budget: { atOnce: 2 }\nrecycle: { by: servers }\n", ""],
  ])("says where %j binds nothing", async (keys, said) => {
    const file = fileWith("web.yml", `${WEB_YML}${keys}`);
    const { out } = await commandLine().moult(["fleet", "validate", file]);
    expect(out).toBe(`${file}: fleet web is good${said}\n`);
  });

  test("tells the faults of all files at once", async () => {
    const { moult } = commandLine();
    const [one, two] = [
      fileWith("a.yml", `${WEB_YML}bakee: 1m\n`),
      fileWith("b.yml", `${WEB_YML}recycle: { atOnce: 2 }\n`),
    ];
    expect(await moult(["fleet", "validate", one, two])).toEqual({
      code: 1,
      out: "",
      err:
        `moult: ${one}:5:1 bakee: is not a known key; did you mean \`bake\`?\n` +
        `${two}:5:12 recycle.atOnce: is not a known key; known here: by, wholeFleetAt\n` +
        `${two}:1:8 fleet: is declared already at ${one}:1:8 (web); rename or remove one\n`,
    });
  });

  test("asks AWS only when it is to", async () => {
    const why = "there is no alarm web-5xx in this region: correct the name, or make it";
    const { moult, opened } = commandLine({ faults: [{ place: "gates.0.alarms", why }] });
    const file = fileWith("web.yml", WEB_YML);
    expect((await moult(["fleet", "validate", file])).code).toBe(0);
    expect(opened()).toBeUndefined();
    expect(await moult(["fleet", "validate", file, "--against-account"])).toEqual({
      code: 1,
      out: "",
      err: `moult: what was declared is not what AWS has; nothing was changed:\n- fleet web: gates.0.alarms: ${why}\n`,
    });
  });

  test("a file that is not there", async () => {
    const { moult } = commandLine();
    expect(await moult("fleet validate nowhere.yml")).toEqual({
      code: 1,
      out: "",
      err: "moult: ENOENT: no such file or directory, open 'nowhere.yml'\nCheck the path.\n",
    });
  });
});

describe("moult fleet apply", () => {
  test("declares a fleet, tells the ledger why, and says what comes next", async () => {
    const { moult, plane } = commandLine();
    const file = fileWith("web.yml", WEB_YML);
    expect(await moult(["fleet", "apply", file])).toEqual({
      code: 0,
      out: "web: declared\n",
      err: "Next: `moult fleet adopt <file> --group <group>` if web runs already, else `moult rollout start web`.\n",
    });
    expect(await readFleet(plane.ledger, "web")).toMatchObject({ declaredBy: "ada@laptop", revision: 1 });
    expect(await listEntries(plane.ledger, "web")).toMatchObject([
      { kind: "decision", action: "declare", reason: `declared from ${file}`, actor: "ada@laptop" },
    ]);
    expect(plane.closed).toBe(1);
  });

  test("writes nothing when nothing has changed", async () => {
    const { moult, plane } = commandLine();
    await declareWeb(plane);
    expect((await moult(["fleet", "apply", fileWith("web.yml", WEB_YML)])).out).toBe("web: unchanged\n");
    expect(await readFleet(plane.ledger, "web")).toMatchObject({ revision: 1 });
    expect(await listEntries(plane.ledger, "web")).toEqual([]);
  });

  test("writes nothing if any file is bad", async () => {
    const { moult, plane } = commandLine();
    const bad = fileWith("bad.yml", "fleet: shop\n");
    expect((await moult(["fleet", "apply", fileWith("web.yml", WEB_YML), bad])).code).toBe(1);
    expect(await readFleet(plane.ledger, "web")).toBeUndefined();
  });

  test("writes nothing if AWS does not have what is named, and tells all of it", async () => {
    const faults = [
      {
        place: "template",
        why: "launch template lt-0abc does not exist in this region: correct the id, or make it",
      },
      { place: "traffic.rule", why: "no listener has it: correct the ARN" },
    ];
    const { moult, plane } = commandLine({ faults });
    const { code, err } = await moult(["fleet", "apply", fileWith("web.yml", WEB_YML)]);
    expect(code).toBe(1);
    for (const { place, why } of faults) expect(err).toContain(`- fleet web: ${place}: ${why}`);
    expect(await readFleet(plane.ledger, "web")).toBeUndefined();
  });

  describe("of a live fleet", () => {
    const live = async (parts: Parameters<typeof commandLine>[0] = {}) => {
      const line = commandLine(parts);
      await declareWeb(line.plane);
      await writeGeneration(
        line.plane.ledger,
        generation({ trafficPlace: { arn: null, targetGroups: [] } }),
        "absent",
      );
      return { ...line, file: fileWith("web.yml", `${WEB_YML.replace("lt-0abc", "lt-0def")}bake: 10m\n`) };
    };
    const shown = "web changes:\n  template: lt-0abc → lt-0def\n+ bake: 10m\n";
    const what = "Fleet web is live; its next rollout follows the new declaration.";

    test("shows what changes, and off a terminal wants --confirm", async () => {
      const { moult, plane, file } = await live();
      expect(await moult(["fleet", "apply", file])).toEqual({
        code: 1,
        out: "",
        err: `${shown}moult: ${what} Nothing was changed: give --confirm web to carry it out\n`,
      });
      expect(await readFleet(plane.ledger, "web")).toMatchObject({ revision: 1 });
    });

    test("is carried out with --confirm", async () => {
      const { moult, plane, file } = await live();
      const { code, out } = await moult(["fleet", "apply", file, "--confirm", "web", "--json"]);
      expect(code).toBe(0);
      expect(JSON.parse(out)).toEqual({
        fleets: [
          {
            fleet: "web",
            result: "changed",
            changed: ["  template: lt-0abc → lt-0def", "+ bake: 10m"],
            running: null,
          },
        ],
        warnings: [],
      });
      expect((await readFleet(plane.ledger, "web"))?.fleet).toMatchObject({ template: "lt-0def", bake: 600 });
    });

    test("says of a rollout that runs that it goes on with what it was admitted with", async () => {
      const { moult, plane, file } = await live();
      await rollouts.write(plane.ledger, rollout({}), "absent");
      const { code, out, err } = await moult(["fleet", "apply", file, "--confirm", "web"]);
      expect([code, out]).toEqual([0, "web: changed\n"]);
      expect(err).toBe(
        `${shown}Rollout web-1 of web goes on with what it was admitted with; this is for the next one.\n`,
      );
    });

    test("is refused where it looks for traffic elsewhere, and no file is carried out", async () => {
      const { moult, plane } = await live();
      const moved = fileWith(
        "moved.yml",
        WEB_YML.replace("strategy: none", `strategy: target-group, targetGroup: "${TG}"`),
      );
      const shop = fileWith("shop.yml", WEB_YML.replace("fleet: web", "fleet: shop"));
      const { code, out, err } = await moult(["fleet", "apply", shop, moved, "--confirm", "web"]);
      expect([code, out]).toEqual([1, ""]);
      expect(err).toContain(
        `${moved}: fleet web: traffic: generation 6 gets its traffic from no target group, the declaration says ${TG}: set it back, or adopt web-g0006 anew with it (moult fleet adopt)`,
      );
      expect(err).toContain("nothing was changed");
      expect(await readFleet(plane.ledger, "shop")).toBeUndefined();
      expect(await readFleet(plane.ledger, "web")).toMatchObject({ revision: 1 });
    });

    test("is not carried out for another name", async () => {
      const { moult, file } = await live();
      expect((await moult(["fleet", "apply", file, "--confirm", "wbe"])).err).toBe(
        `${shown}moult: ${what} --confirm says wbe. Nothing was changed: give --confirm web\n`,
      );
    });

    test("on a terminal is carried out for a typed name, and not for another answer", async () => {
      const yes = await live({ terminal: true, answer: "web" });
      expect(await yes.moult(["fleet", "apply", yes.file])).toEqual({
        code: 0,
        out: "web: changed\n",
        err: `${shown}${what}\nType web to carry it out: `,
      });
      const no = await live({ answer: "y" });
      expect((await no.moult(["fleet", "apply", no.file])).err).toBe(
        `${shown}${what}\nType web to carry it out: moult: not confirmed, nothing was changed: answer web, or give --confirm web\n`,
      );
    });
  });
});
