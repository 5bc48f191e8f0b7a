import { describe, expect, test } from "vitest";
import { parseDeclaration, parseDeclarations } from "../../../src/domain/declaration/declaration.ts";
import { gateKinds } from "../../../src/domain/gate-kinds.ts";
import { InvalidInput } from "../../../src/errors/errors.ts";

const GOOD = "fleet: web\ntemplate: lt-0abc\nimage: {channel: /images/web}\ntraffic: {strategy: none}\n";
const kinds = Object.keys(gateKinds).join(", ");

function faults(text: string): string[] {
  try {
    parseDeclaration(text, "web.yml");
    return [];
  } catch (error) {
    if (error instanceof InvalidInput) return error.message.split("\n");
    throw error;
  }
}

describe("a good declaration", () => {
  test("is answered with its defaults, and as it was written", () => {
    const { fleet, declaration, file } = parseDeclaration(GOOD, "web.yml");
    expect(fleet).toMatchObject({ fleet: "web", bake: 900, gates: [], capacity: { floor: 100 } });
    expect(declaration).toEqual({
      fleet: "web",
      template: "lt-0abc",
      image: { channel: "/images/web" },
      traffic: { strategy: "none" },
    });
    expect(file).toBe("web.yml");
  });

  test("may be JSON and may use anchors, Windows line ends and a byte order mark", () => {
    const json = JSON.stringify(parseDeclaration(GOOD, "web.yml").declaration);
    expect(parseDeclaration(json, "web.json").fleet.fleet).toBe("web");
    expect(parseDeclaration(`\uFEFF${GOOD.replaceAll("\n", "\r\n")}`, "web.yml").fleet.fleet).toBe("web");
    const anchored = `${GOOD}deadlines: {launch: &time 5m, validate: *time}\n`;
    expect(parseDeclaration(anchored, "web.yml").fleet.deadlines).toMatchObject({
      launch: 300,
      validate: 300,
    });
  });
});

test("all faults of a file are told at once, each with its place, its value and the way out", () => {
  const text = `fleet: Web
tempate: lt-1
template: ami-1
image: { chanel: /x }
capacity: { floor: 200%, initial: {min: 1, desired: -1, max: 2.5} }
traffic: { strategy: alb-weightd, rule: x }
gates:
  - { kind: htp }
  - { kind: http, paht: / }
  - { kind: alarm }
  - kind: alarm
    alarms: []
  - {}
  - http
bakee: 15m
approval: {}
bake: 900
retire: { handoff: {} , warm: }
network: { subnets: [sub] }
onFailure: { quarantine: yes, keepGreen: 99d }
`;
  expect(faults(text)).toEqual([
    "web.yml:1:8 fleet: must be 1 to 30 lower-case letters, digits and hyphens, beginning with a letter (Web); correct the value",
    "web.yml:2:1 tempate: is not a known key; did you mean `template`?",
    "web.yml:3:11 template: must be a launch template id such as lt-0abc123 (ami-1); correct the value",
    "web.yml:4:10 image.chanel: is not a known key; did you mean `channel`?",
    "web.yml:5:20 capacity.floor: must be between 1% and 100%, is 200%; correct the value",
    "web.yml:5:53 capacity.initial.desired: must be at least 0 (-1); correct the value",
    "web.yml:5:62 capacity.initial.max: must be a whole number (2.5); write it as a whole number, such as 4",
    "web.yml:6:22 traffic.strategy: is not a known strategy (alb-weightd); did you mean `alb-weighted`? known: alb-weighted, nlb-weighted, target-group, none",
    `web.yml:8:13 gates[0].kind: is not a known kind of gate (htp); did you mean \`http\`? known: ${kinds}`,
    "web.yml:9:19 gates[1].paht: is not a known key; did you mean `path`?",
    "web.yml:10:5 gates[2].alarms: is missing; add it",
    "web.yml:12:13 gates[3].alarms: must have at least 1 item ([]); correct the value",
    `web.yml:13:5 gates[4].kind: is missing; add it: one of ${kinds}`,
    "web.yml:14:5 gates[5]: must be a set of keys (http); correct the value",
    "web.yml:15:1 bakee: is not a known key; did you mean `bake`?",
    "web.yml:16:11 approval.before: is missing; add it",
    "web.yml:16:11 approval.deadline: is missing; add it",
    "web.yml:17:7 bake: must be text (900); write it in quotes, or with its unit",
    "web.yml:18:20 retire.handoff.command: is missing; add it",
    "web.yml:18:25 retire.warm: is empty; give it a value, or remove the key",
    "web.yml:19:22 network.subnets[0]: must be a subnet id (sub); correct the value",
    "web.yml:20:26 onFailure.quarantine: must be true or false (yes); correct the value",
    "web.yml:20:42 onFailure.keepGreen: must be between 0s and 1d, is 99d; correct the value",
  ]);
});

describe("the image is found in exactly one way", () => {
  const image = (text: string) => faults(GOOD.replace("{channel: /images/web}", text));
  test.each([
    [
      "{channel: nope}",
      "web.yml:3:18 image.channel: must be the name of an SSM parameter, beginning with / (nope); correct the value",
    ],
    [
      "{channel: /a, tags: {x: y}}",
      'web.yml:3:8 image: must have exactly one of channel, imageBuilder, tags ({"channel":"/a","tags":{"x":"y"}}); keep the one that is meant',
    ],
    [
      "{}",
      "web.yml:3:8 image: must have exactly one of channel, imageBuilder, tags ({}); keep the one that is meant",
    ],
    [
      "/a",
      "web.yml:3:8 image: must have exactly one of channel, imageBuilder, tags (/a); keep the one that is meant",
    ],
    ["{tags: {}}", "web.yml:3:15 image.tags: must name a tag ({}); correct the value"],
  ])("%s", (text, fault) => {
    expect(image(text)).toEqual([fault]);
  });
});

describe("what is not good YAML 1.2", () => {
  test.each([
    [
      "a list that is not closed",
      "a: [1, 2\nb: 3\n",
      "web.yml:2:1 Flow sequence in block collection must be sufficiently indented and end with a ]; correct the YAML",
    ],
    ["a key given twice", `${GOOD}bake: 1m\nbake: 2m\n`, "web.yml:6:1 bake: is given twice; keep one"],
    [
      "YAML 1.1, where yes is true",
      `%YAML 1.1\n---\n${GOOD}`,
      "web.yml:1:1 is YAML 1.1; remove the %YAML line, declarations are YAML 1.2",
    ],
    [
      "an alias without anchor",
      `${GOOD}bake: *nope\n`,
      "web.yml:5:7 no anchor &nope stands before *nope; add it, or write the value here",
    ],
    ["a key that is a list", `${GOOD}? [a]\n: 3\n`, "web.yml:5:3 a key must be plain text; correct the YAML"],
    ["an unknown tag", `${GOOD}bake: !time 15m\n`, "web.yml:5:7 Unresolved tag: !time; correct the YAML"],
    ["nothing", "# only a comment\n", "web.yml:1:1 declares nothing; write a fleet as in fleets/example.yml"],
    ["no keys", "hello\n", "web.yml:1:1 must be a set of keys (hello); correct the value"],
  ])("%s", (_what, text, fault) => {
    expect(faults(text)).toEqual([fault]);
  });

  test("a key that would reach the prototype is a key like any other: unknown", () => {
    expect(faults(`${GOOD}__proto__: {bake: 1m}\n`)).toEqual([
      "web.yml:5:1 __proto__: is not a known key; known here: fleet, template, image, capacity, network, traffic, gates, deadlines, bake, retire, onFailure, age, drift, access, health, recycle, windows, budget, approval",
    ]);
  });
});

describe("several declarations", () => {
  const other = GOOD.replace("web", "shop");

  test("are answered in order, from files and documents", () => {
    const parsed = parseDeclarations([
      { file: "a.yml", text: `${GOOD}---\n${other}` },
      { file: "b.yml", text: GOOD.replace("web", "jobs") },
    ]);
    expect(parsed.map(({ file, fleet }) => [file, fleet.fleet])).toEqual([
      ["a.yml", "web"],
      ["a.yml", "shop"],
      ["b.yml", "jobs"],
    ]);
  });

  test("of the same fleet are a fault, in one file or in two, told with the other faults", () => {
    const sources = [
      { file: "a.yml", text: `${GOOD}---\n${GOOD}` },
      { file: "b.yml", text: `${GOOD}bakee: 1m\n` },
    ];
    expect(() => parseDeclarations(sources)).toThrow(
      expect.objectContaining({
        message: [
          "a.yml:6:8 fleet: is declared already at a.yml:1:8 (web); rename or remove one",
          "b.yml:5:1 bakee: is not a known key; did you mean `bake`?",
          "b.yml:1:8 fleet: is declared already at a.yml:1:8 (web); rename or remove one",
        ].join("\n"),
        faults: [
          { file: "a.yml", line: 6, column: 8, path: "fleet", message: expect.any(String) as string },
          { file: "b.yml", line: 5, column: 1, path: "bakee", message: expect.any(String) as string },
          { file: "b.yml", line: 1, column: 8, path: "fleet", message: expect.any(String) as string },
        ],
      }),
    );
  });

  test("where one is wanted are a fault", () => {
    expect(faults(`${GOOD}---\n${other}`)).toEqual([
      "web.yml:1:1 declares more than one fleet; keep one, the others go to files of their own",
    ]);
  });
});

test("an answer to logins that comes later than the age that nothing may exceed is a fault of that place", () => {
  const late = `${GOOD}age: { max: 1d, hardMax: 36h }\naccess: { session: replace, after: 48h }\n`;
  expect(faults(late)).toEqual([
    "web.yml:6:36 access.after: is longer than age.hardMax, 1d12h: the server would be gone before (2d); shorten it to 1d12h at most",
  ]);
});
