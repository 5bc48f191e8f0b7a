import { describe, expect, test } from "vitest";
import { parseDeclaration, parseDeclarations } from "../../../src/domain/declaration/declaration.ts";
import { InvalidInput } from "../../../src/errors/errors.ts";

const GOOD = "fleet: web\ntemplate: lt-0abc\nimage: {channel: /images/web}\ntraffic: {strategy: none}\n";

function faults(text: string): string[] {
  try {
    parseDeclaration(text, "web.yml");
    return [];
  } catch (error) {
    if (error instanceof InvalidInput) return error.message.split("\n");
    throw error;
  }
}

const faultsOf = (lines: string): string[] => faults(`${GOOD}${lines}`);
const ARN = "arn:aws:elasticloadbalancing:eu-central-1:123456789012";
const PAIR = `[${ARN}:targetgroup/a/1, ${ARN}:targetgroup/b/2]`;

describe("limits are told with their number", () => {
  test.each([
    ["gates: [{kind: http, port: 65536}]", /gates\[0\]\.port: must be at most 65535 \(65536\)/],
    ["gates: [{kind: http, port: 0}]", /gates\[0\]\.port: must be at least 1 \(0\)/],
    ['gates: [{kind: command, commands: [""]}]', /commands\[0\]: must have at least 1 character \(\)/],
    ["gates: [{kind: alarm, alarms: []}]", /alarms: must have at least 1 item \(\[\]\)/],
    [
      `gates: [{kind: alarm, alarms: [${"a".repeat(256)}]}]`,
      /alarms\[0\]: must have at most 255 characters /,
    ],
    [`gates: [{kind: alarm, alarms: [${"a, ".repeat(101)}]}]`, /alarms: has 101 items, at most 100; /],
    ["capacity: {follow: green}", /capacity\.follow: must be blue \(green\)/],
  ])("%s", (line, told) => {
    expect(faultsOf(`${line}\n`)).toEqual([expect.stringMatching(told)]);
  });
});

describe("types are told as a person would say them", () => {
  test.each([
    ["gates: 3", /gates: must be a list \(3\)/],
    ["deadlines: soon", /deadlines: must be a set of keys \(soon\)/],
    ["gates: [{kind: http, port: big}]", /port: must be a (whole )?number \(big\)/],
    ["network: {subnets: subnet-a}", /subnets: must be a list \(subnet-a\)/],
    ["bake: {}", /bake: must be text \(\{\}\); correct the value/],
    ["bake: [1m]", /bake: must be text \(\["1m"\]\); correct the value/],
    ["bake: true", /bake: must be text \(true\); write it in quotes/],
  ])("%s", (line, told) => {
    expect(faultsOf(`${line}\n`)).toEqual([expect.stringMatching(told)]);
  });

  test("a pair that is no list, and tags that are no set of keys", () => {
    const traffic = `traffic: {strategy: nlb-weighted, listener: ${ARN}:listener/net/x/1/2, targetGroups: a}`;
    expect(faults(GOOD.replace(/traffic:.*/, traffic))).toEqual([
      expect.stringMatching(/traffic\.targetGroups: must be a list \(a\)/),
    ]);
    expect(faults(GOOD.replace("{channel: /images/web}", "{tags: web}"))).toEqual([
      expect.stringMatching(/image\.tags: must be a set of keys \(web\)/),
    ]);
  });
});

describe("how an image is found", () => {
  const image = (text: string) => faults(GOOD.replace("{channel: /images/web}", text));

  test("is judged by the one key that is given, beside what is no key", () => {
    expect(image("{imageBuilder: x}")).toEqual([
      expect.stringMatching(/^web\.yml:3:23 image\.imageBuilder: must be the ARN .* \(x\)/),
    ]);
    expect(image("{channel: 3}")).toEqual([
      expect.stringMatching(/^web\.yml:3:18 image\.channel: must be text \(3\)/),
    ]);
    expect(image("{channel: /a, latest: true}")).toEqual([
      expect.stringMatching(/^web\.yml:3:22 image\.latest: is not a known key; known here: channel$/),
    ]);
  });

  test("is of owners where it is found by tags", () => {
    expect(image("{tags: {a: b}, ownrs: [self]}")).toEqual([
      expect.stringMatching(/^web\.yml:3:23 image\.ownrs: is not a known key; did you mean `owners`\?$/),
    ]);
    expect(image("{tags: {a: b}, owners: [123456789012, nobody]}")).toEqual([
      "web.yml:3:32 image.owners[0]: must be text (123456789012); write it in quotes, or with its unit",
      "web.yml:3:46 image.owners[1]: must be self, amazon or the twelve digits of an account (nobody); correct the value",
    ]);
    expect(image("{tags: {a: b}, owners: []}")).toEqual([
      "web.yml:3:31 image.owners: must have at least 1 item ([]); correct the value",
    ]);
    expect(image("{channel: /a, owners: [self]}")).toEqual([
      "web.yml:3:22 image.owners: is not a known key; known here: channel",
    ]);
    expect(image("{owners: [self]}")).toEqual([
      expect.stringMatching(/^web\.yml:3:8 image: must have exactly one of channel, imageBuilder, tags /),
    ]);
  });

  test("is not guessed where no key is known", () => {
    expect(image("{latest: true, newest: true}")).toEqual([
      expect.stringMatching(/^web\.yml:3:9 image\.latest: .*channel, imageBuilder, tags$/),
      expect.stringMatching(/^web\.yml:3:23 image\.newest: .*channel, imageBuilder, tags$/),
    ]);
    expect(image("[channel]")).toEqual([
      expect.stringMatching(/^web\.yml:3:8 image(\[0\]|\.0)?: .*channel, imageBuilder, tags/),
    ]);
  });
});

describe("what is meant is guessed only where it is near", () => {
  test.each([
    ["gates: [{kind: banana}]", /kind of gate \(banana\); known: instance-status, /],
    ["gates: [{kind: alarms}]", /kind of gate \(alarms\); did you mean `alarm`\? known: /],
    ["banana: 1", /banana: is not a known key; known here: fleet, template, /],
  ])("%s", (line, told) => {
    expect(faultsOf(`${line}\n`)).toEqual([expect.stringMatching(told)]);
  });

  test("an unknown strategy is called a strategy", () => {
    expect(faults(GOOD.replace("strategy: none", "strategy: dns"))).toEqual([
      expect.stringMatching(/known strategy \(dns\); known: alb-weighted, nlb-weighted, target-group, none/),
    ]);
  });

  test("keys of a kind are those of this kind", () => {
    expect(faultsOf("gates: [{kind: alarm, alarms: [a], path: /}]\n")).toEqual([
      expect.stringMatching(/gates\[0\]\.path: is not a known key; known here: kind, alarms$/),
    ]);
    const rule = `strategy: alb-weighted, rule: ${ARN}:listener/app/x/1/2, targetGroups: ${PAIR}, listener: x`;
    expect(faults(GOOD.replace("strategy: none", rule))).toEqual([
      expect.stringMatching(
        /traffic\.listener: .*known here: strategy, rule, targetGroups, pairs, steps, pause$/,
      ),
    ]);
  });

  test("a planned key is planned at the top only", () => {
    expect(faultsOf("retire: {budget: 1}\n")).toEqual([
      expect.stringMatching(/retire\.budget: is not a known key/),
    ]);
  });
});

test("a long value is cut to sixty characters, a value of sixty is whole", () => {
  const shown = (value: string) => /\((.*)\)/.exec(faultsOf(`bake: ${value}\n`)[0] ?? "")?.[1];
  expect(shown("x".repeat(60))).toBe("x".repeat(60));
  expect(shown("x".repeat(61))).toBe(`${"x".repeat(59)}…`);
});

describe("places", () => {
  test("what is missing is looked for at its parent, what is empty at its key", () => {
    expect(faults("fleet: web\n").map((fault) => fault.split(" ", 2).join(" "))).toEqual([
      "web.yml:1:1 template:",
      "web.yml:1:1 image:",
      "web.yml:1:1 traffic:",
    ]);
    expect(faultsOf("gates:\n")).toEqual([expect.stringMatching(/^web\.yml:5:1 gates: is empty/)]);
    expect(faultsOf('bake: ""\n')).toEqual([expect.stringMatching(/^web\.yml:5:7 bake: /)]);
    expect(faultsOf("gates:\n  - kind: http\n  -\n")).toEqual([
      expect.stringMatching(/^web\.yml:\d:\d+ gates\[1\]: is empty/),
    ]);
  });

  test("faults come in the order of the file, by line and by column", () => {
    expect(faultsOf("bake: x\nretire: {warm: y, drain: z}\n").map((fault) => fault.split(" ", 1)[0])).toEqual(
      ["web.yml:5:7", "web.yml:6:16", "web.yml:6:26"],
    );
  });

  test("a value behind an alias stands where its anchor is", () => {
    expect(faultsOf("deadlines: &d {launch: x}\nretire: *d\n")).toEqual([
      expect.stringMatching(/^web\.yml:5:16 retire\.launch: is not a known key/),
      expect.stringMatching(/^web\.yml:5:24 deadlines\.launch: /),
    ]);
  });

  test("what cannot be read has no other faults, a key given twice has them", () => {
    expect(faults("fleet: web\nbake: [\n")).toHaveLength(1);
    expect(faultsOf("bake: x\nbake: y\n").length).toBeGreaterThan(1);
    expect(faults(`%YAML 1.1\n---\n${GOOD}bake: x\n`)).toHaveLength(1);
  });

  test("the key given twice is named without what is around it", () => {
    expect(faultsOf("bake : 1m\nbake : 2m\n")).toEqual([
      expect.stringMatching(/^web\.yml:6:1 bake: is given/),
    ]);
  });
});

test("documents that name no fleet are not two of the same name", () => {
  const none = GOOD.replace("fleet: web\n", "");
  const numbered = GOOD.replace("fleet: web", "fleet: 7");
  for (const text of [none, numbered]) {
    const parse = () => parseDeclarations([{ file: "a.yml", text: `${text}---\n${text}` }]);
    expect(parse).toThrow(InvalidInput);
    expect(parse).not.toThrow(/declared already/);
  }
});

test("an alias that would unfold into very much is refused", () => {
  const rows = ["a: &a [x, x, x, x, x, x, x, x, x, x]"];
  for (const [name, before] of ["ba", "cb", "dc"]) {
    rows.push(`${name}: &${name} [${Array.from({ length: 10 }, () => `*${before}`).join(", ")}]`);
  }
  expect(() => parseDeclaration(`${GOOD}${rows.join("\n")}\n`, "web.yml")).toThrow(/alias/i);
});
