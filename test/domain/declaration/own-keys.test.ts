import { describe, expect, test } from "vitest";
import { parseDeclaration, parseDeclarations } from "../../../src/domain/declaration/declaration.ts";
import { InvalidInput } from "../../../src/errors/errors.ts";

const GOOD = "fleet: web\ntemplate: lt-0abc\nimage: {channel: /images/web}\ntraffic: {strategy: none}\n";
const faults = (text: string): string[] => {
  try {
    parseDeclaration(text, "web.yml");
    return [];
  } catch (error) {
    if (!(error instanceof InvalidInput)) throw error;
    return error.message.split("\n");
  }
};

describe("keys that begin with x- are the author's own", () => {
  const anchored = `x-defaults: &defaults
  bake: 5m
  deadlines: { launch: 5m, validate: 10m }
x-note: [anything, { at: all }]
<<: *defaults
${GOOD}deadlines: { validate: 20m }
`;

  test("what is anchored there is merged in, a key that is given outweighs it, and nothing of them is kept", () => {
    const { fleet, declaration } = parseDeclaration(anchored, "web.yml");
    expect(fleet).toMatchObject({ fleet: "web", bake: 300, deadlines: { validate: 1200, launch: 900 } });
    expect(Object.keys(declaration).toSorted()).toEqual([
      "bake",
      "deadlines",
      "fleet",
      "image",
      "template",
      "traffic",
    ]);
  });

  test("several sets are merged, below the top, too", () => {
    const text = `x-a: &a { launch: 5m }\nx-b: &b { validate: 10m, launch: 6m }\n${GOOD}deadlines:\n  <<: [*a, *b]\n  rollout: 2h\n`;
    expect(parseDeclaration(text, "web.yml").fleet.deadlines).toEqual({
      launch: 300,
      validate: 600,
      rollout: 7200,
    });
  });

  test("a fault of what is merged stands where it was written", () => {
    expect(faults(`x-d: &d\n  bakee: 5m\n<<: *d\n${GOOD}`)).toEqual([
      "web.yml:2:3 bakee: is not a known key; did you mean `bake`?",
    ]);
    expect(faults(`x-d: &d\n  bake: soon\n<<: *d\n${GOOD}`)).toEqual([
      expect.stringMatching(/^web\.yml:2:9 bake: must be a duration such as 30s/),
    ]);
  });

  test.each([
    ["text", "x-d: &d hello\n<<: *d\n"],
    ["a list that has text in it", "x-d: &d { bake: 5m }\n<<: [*d, hello]\n"],
    ["nothing", "<<:\n"],
  ])("what merges %s is refused", (_what, text) => {
    expect(faults(`${text}${GOOD}`)).toEqual([
      expect.stringMatching(
        /^web\.yml:\d:1 <<: merges no set of keys and values; name an anchor of one, as in <<: \*defaults$/,
      ),
    ]);
  });

  test.each(["!!set", "!!map", "!mine"])("a merge with the tag %s is refused where it stands", (tag) => {
    expect(faults(`${tag} <<: 1\n${GOOD}`).join()).toContain("<<: merges no set of keys and values");
  });

  test("they are own only at the top", () => {
    expect(faults(`${GOOD}deadlines: { x-launch: 5m }\n`)).toEqual([
      expect.stringMatching(/^web\.yml:5:14 deadlines\["x-launch"\]: is not a known key/),
    ]);
  });

  test("a bomb of aliases is as much too much there", () => {
    const bomb = ["x-a0: &a0 [1, 1, 1, 1, 1, 1, 1, 1, 1, 1]"];
    for (let level = 1; level < 9; level += 1)
      bomb.push(
        `x-a${level}: &a${level} [${Array(10)
          .fill(`*a${level - 1}`)
          .join(", ")}]`,
      );
    const began = performance.now();
    expect(faults(`${bomb.join("\n")}\n${GOOD}`)).toEqual([
      expect.stringMatching(/^web\.yml:\d+:\d+ has more than 5000 values, with its aliases unfolded/),
    ]);
    const merges = ["x-a0: &a0 { bake: 5m }"];
    for (let level = 1; level < 9; level += 1)
      merges.push(
        `x-a${level}: &a${level} { <<: [${Array(10)
          .fill(`*a${level - 1}`)
          .join(", ")}] }`,
      );
    expect(faults(`${merges.join("\n")}\n${GOOD}<<: *a8\n`)).toEqual([
      expect.stringMatching(/has more than 5000 values, with its aliases unfolded/),
    ]);
    expect(performance.now() - began).toBeLessThan(1000);
  });

  test("what merges itself is refused", () => {
    expect(faults(`x-a: &a\n  <<: *a\n${GOOD}`)).toEqual([
      expect.stringMatching(/^web\.yml:2:\d+ .*stands inside of what it names/),
    ]);
  });
});

describe("a list of fleets", () => {
  const LIST = `- ${GOOD.trimEnd().replaceAll("\n", "\n  ")}\n- { fleet: api }\n`;

  test("is one fault, with the way out", () => {
    expect(faults(LIST)).toEqual([
      "web.yml:1:1 is a list of fleets; write one fleet a document, with a line of --- between them, or a file each, and anchors under a key such as x-defaults",
    ]);
    expect(faults("# fleets\n\n[]\n")).toEqual([expect.stringMatching(/^web\.yml:3:1 is a list of fleets/)]);
  });

  test("is read as documents of one file, and of a file that holds one fleet it is one fault", () => {
    const both = `${GOOD}---\n${GOOD.replace("web", "api")}`;
    expect(parseDeclarations([{ file: "all.yml", text: both }]).map(({ fleet }) => fleet.fleet)).toEqual([
      "web",
      "api",
    ]);
    expect(faults(both)).toEqual([
      "web.yml:1:1 declares more than one fleet; keep one, the others go to files of their own",
    ]);
  });
});

describe("what else a file may be", () => {
  test.each([
    ["empty", "", "web.yml:1:1 declares nothing; write a fleet as in fleets/example.yml"],
    ["blank", "\n  \n", "web.yml:1:1 declares nothing; write a fleet as in fleets/example.yml"],
    ["a scalar", "hello\n", "web.yml:1:1 must be a set of keys (hello); correct the value"],
    ["with a key twice", `${GOOD}bake: 1m\nbake: 2m\n`, "web.yml:6:1 bake: is given twice; keep one"],
  ])("%s", (_what, text, said) => {
    expect(faults(text)).toEqual([said]);
  });

  test("indented by tabs", () => {
    expect(faults(`${GOOD}deadlines:\n\tlaunch: 5m\n`)).toEqual([
      expect.stringMatching(/^web\.yml:6:1 Tabs are not allowed as indentation/),
    ]);
  });

  test("JSON, with Windows' line ends and a byte order mark", () => {
    const json = JSON.stringify(parseDeclaration(GOOD, "web.yml").declaration, null, 2);
    expect(faults(`\uFEFF${json.replaceAll("\n", "\r\n")}\r\n`)).toEqual([]);
  });
});
