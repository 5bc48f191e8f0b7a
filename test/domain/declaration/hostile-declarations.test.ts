import { describe, expect, test } from "vitest";
import { parseDeclarations } from "../../../src/domain/declaration/declaration.ts";
import { InvalidInput } from "../../../src/errors/errors.ts";

const GOOD = "fleet: web\ntemplate: lt-0abc\nimage: {channel: /images/web}\ntraffic: {strategy: none}\n";
const numbered = (count: number, line: (index: number) => string): string =>
  Array.from({ length: count }, (_, index) => line(index)).join("");
const elb = (what: string, { partition = "aws", region = "us-east-1", account = "123456789012" } = {}) =>
  `arn:${partition}:elasticloadbalancing:${region}:${account}:${what}`;
const alb = (rule: string, ...groups: string[]) =>
  GOOD.replace(
    "{strategy: none}",
    `{strategy: alb-weighted, rule: "${rule}", targetGroups: [${groups.map((each) => `"${each}"`).join(", ")}]}`,
  );
const [RULE, A, B] = ["listener/app/web/1/2", "targetgroup/a/1", "targetgroup/b/2"].map((each) =>
  elb(each),
) as [string, string, string];

/** The faults, one a line. */
function faultsOf(text: string): string[] {
  try {
    parseDeclarations([{ file: "web.yml", text }]);
    return [];
  } catch (error) {
    if (error instanceof InvalidInput) return error.message.split("\n");
    throw error;
  }
}

const laughs = `y: &x0 [a, a, a, a, a, a, a, a, a]\n${numbered(20, (at) => `x${at}: &x${at + 1} [${`*x${at}, `.repeat(9)}]\n`)}`;
const gates = (count: number) => `gates:\n${numbered(count, () => "  - {kind: http}\n")}`;

describe("a declaration by which somebody means no good is refused at its place, and quickly", () => {
  test.each([
    [
      "an alias bomb",
      GOOD + laughs,
      /^web\.yml:\d+:\d+ has more than 5000 values, with its aliases unfolded/,
    ],
    [
      "an alias inside of what it names",
      `${GOOD}gates: &a [*a]\n`,
      /^web\.yml:5:12 gates\[0\]: \*a stands inside of what it names/,
    ],
    ["100,000 gates", GOOD + gates(1e5), /^web\.yml:1:1 has 17\d+ characters, at most 1048576 are read/],
    [
      "the same in two steps",
      `${GOOD}gates: &a [{kind: &b [*a]}]\n`,
      /^web\.yml:5:23 .*\*a stands inside of what it names/,
    ],
    [
      "20,000 unknown keys",
      GOOD + numbered(20_000, (at) => `key${at}: 1\n`),
      /^web\.yml:1:1 begins a document of more than 65536 characters/,
    ],
    [
      "100 unknown keys in each of 60 gates",
      `${GOOD}gates:\n${numbered(60, () => `  - {kind: http, ${numbered(90, (at) => `t${at}: 1, `)}}\n`)}`,
      /^web\.yml:\d+:\d+ has more than 5000 values; /,
    ],
    [
      "keys of a thousand letters",
      GOOD + numbered(60, (at) => `${"k".repeat(1000)}${at}: 1\n`),
      /^web\.yml:5:1 has a key of 1001 characters, at most 256/,
    ],
    ["20,000 times the same key", GOOD + "bake: 1m\n".repeat(20_000), /begins a document of/],
    ["50,000 gates", GOOD + gates(50_000), /^web\.yml:1:1 begins a document of more than 65536 characters/],
    [
      "a handoff command of 600 KB",
      `${GOOD}retire: {handoff: {command: "${"x".repeat(600_000)}"}}\n`,
      /^web\.yml:1:1 begins a document of more than 65536 characters/,
    ],
    [
      "a path of 50 KB",
      `${GOOD}gates: [{kind: http, path: "/${"x".repeat(50_000)}"}]\n`,
      /gates\[0\]\.path: has 50001 characters, at most 2048/,
    ],
    [
      "a path with a line break",
      `${GOOD}gates: [{kind: http, path: "/a\\r\\nHost: b"}]\n`,
      /^web\.yml:5:\d+ gates\[0\]\.path: must have printable characters/,
    ],
    [
      "many commands of 10 KB",
      `${GOOD}gates:\n${numbered(50, () => `  - {kind: command, commands: ["${"x".repeat(10_000)}"]}\n`)}`,
      /a document of more than 65536 characters/,
    ],
    [
      "the same command by alias",
      `${GOOD}gates:\n  - {kind: command, commands: &c ["${"x".repeat(10_000)}"]}\n${numbered(50, () => "  - {kind: command, commands: *c}\n")}`,
      /^web\.yml:\d+:\d+ has more than 65536 characters, with its aliases unfolded/,
    ],
    ["lists in lists", `${GOOD}gates: ${"[".repeat(50_000)}`, /^web\.yml:5:\d+ is nested deeper than 32/],
    [
      "lists in lists, in blocks",
      `${GOOD}gates:\n  ${"- ".repeat(50_000)}x\n`,
      /^web\.yml:6:\d+ is nested deeper than 32/,
    ],
    ["sets in sets", `${GOOD}gates: ${"{a: ".repeat(50_000)}`, /^web\.yml:5:\d+ is nested deeper than 32/],
    ["values that are sets", `${GOOD}${": ".repeat(10_000)}x\n`, /^web\.yml:5:\d+ is nested deeper than 32/],
    ["keys that are sets", `${GOOD}${"? ".repeat(50_000)}x\n`, /^web\.yml:5:\d+ is nested deeper than 32/],
    [
      "2 MB of comments",
      GOOD + "# \n".repeat(700_000),
      /^web\.yml:1:1 has 2100\d+ characters, at most 1048576/,
    ],
    ["250,000 documents", "---\n".repeat(250_000), /^web\.yml:1:1 is empty/],
    [
      "600 fleets in one file",
      numbered(600, (at) => `---\n${GOOD.replace("web", `web${at}`)}`),
      /^web\.yml:2501:1 begins document 501, at most 500 are read; split the file/,
    ],
    [
      "2,000 anchors and aliases",
      `${GOOD}gates: [${numbered(99, (at) => `&a${at} {kind: http}, `)}]\nx: [${numbered(2000, (at) => `*a${at % 99}, `)}]\n`,
      /x: has 2000 items/,
    ],
    [
      "a channel that climbs",
      GOOD.replace("/images/web", "/images/../secrets/db"),
      /^web\.yml:3:18 image\.channel: has a part that is \.\. /,
    ],
    [
      "a channel with an empty part",
      GOOD.replace("/images/web", "/images//web"),
      /^web\.yml:3:18 image\.channel: has an empty part/,
    ],
    [
      "a channel of too many parts",
      GOOD.replace("/images/web", "/a".repeat(16)),
      /^web\.yml:3:18 image\.channel: has 16 parts, a parameter's name has at most 15/,
    ],
    [
      "a target group of another account",
      alb(RULE, A, elb("targetgroup/b/2", { account: "999999999999" })),
      /^web\.yml:4:\d+ traffic\.targetGroups\[1\]: is of account 999999999999, traffic\.rule of 123456789012/,
    ],
    [
      "a target group of another Region",
      alb(RULE, elb("targetgroup/a/1", { region: "eu-west-1" }), B),
      /traffic\.targetGroups\[0\]: is of Region eu-west-1, traffic\.rule of us-east-1/,
    ],
    [
      "a target group of another partition",
      alb(RULE, A, elb("targetgroup/b/2", { partition: "aws-cn" })),
      /traffic\.targetGroups\[1\]: is of partition aws-cn, traffic\.rule of aws/,
    ],
    [
      "a Region that is none",
      alb(
        elb("listener/app/web/1/2", { region: "x y" }),
        elb("targetgroup/a/1", { region: "x y" }),
        elb("targetgroup/b/1", { region: "x y" }),
      ),
      /traffic\.rule: names no Region: x y/,
    ],
    [
      "a pipeline of another Region",
      alb(RULE, A, B).replace(
        "{channel: /images/web}",
        '{imageBuilder: "arn:aws:imagebuilder:eu-west-1:123456789012:image-pipeline/web"}',
      ),
      /^web\.yml:3:23 image\.imageBuilder: is of Region eu-west-1, traffic\.rule of us-east-1/,
    ],
  ])("%s", (_name, text, expected) => {
    const before = process.threadCpuUsage();
    const faults = faultsOf(text);
    const { user, system } = process.threadCpuUsage(before);
    expect((user + system) / 1000).toBeLessThan(1000);
    expect(faults.join("\n")).toMatch(expected);
    expect(faults.every((fault) => /^(web\.yml:\d+:\d+ |and \d+ more)/.test(fault))).toBe(true);
    expect(faults.length).toBeLessThan(60);
    expect(Math.max(...faults.map(({ length }) => length))).toBeLessThan(2000);
  });

  test("of many faults the first are told, and how many more there are", () => {
    const many = faultsOf(GOOD + numbered(90, (at) => `key${at}: 1\n`));
    expect(many).toHaveLength(51);
    expect(many.at(-1)).toBe("and 40 more faults; correct these first");
  });

  test.each([
    ["a long script", `${GOOD}retire: {handoff: {command: "${"x".repeat(16_000)}"}}\n`],
    ["a hundred gates", GOOD + gates(100)],
    [
      "anchors and aliases",
      `${GOOD}gates: [&g {kind: http, path: &p /a}, {kind: http, port: 80, path: *p}, *g]\n`,
    ],
    [
      "an image of another account",
      alb(RULE, A, B).replace(
        "{channel: /images/web}",
        '{imageBuilder: "arn:aws:imagebuilder:us-east-1:999999999999:image-pipeline/web"}',
      ),
    ],
  ])("%s is good", (_name, text) => expect(faultsOf(text)).toEqual([]));
});
