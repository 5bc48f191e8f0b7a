import { expect, test } from "vitest";
import { identifiersIn, wordsOf } from "./identifiers.ts";
import { files, textOf } from "./tree.ts";

/** Left: what no identifier says, alone or as words of a longer one. Right: what it says instead (docs/design.md). */
type Words = Readonly<Record<string, string>>;

/** Of src and chaos. */
const REPLACED: Words = {
  carryOut: "runStep",
  surroundings: "Runtime",
  doors: "outbound ports",
  warmUp: "initFunction",
  doubt: "inconclusive",
  hesitate: "inconclusive",
  judgeBad: "failGreen",
  blameImage: "failImage",
  lastLook: "finalCheck",
  roomForTwo: "headroom",
  turn: "startRate",
  turns: "startRate",
  depart: "startRate",
  departing: "startRate",
  departures: "startRate",
  nextLook: "nextPollSeconds",
  watchEvery: "watchPollSeconds",
  wayBack: "rollback, rollbackSteps",
  returnTraffic: "revertTraffic",
  nameGreen: "addGreenToRule",
  nameBlue: "addBlueToRule",
  growBlue: "scaleBlueUp",
  keepSizes: "syncCapacity",
  buryGreen: "recordNeverLaunched",
  exchange: "promoteGreen",
  unlessMissing: "undefinedIfNotFound",
  askForPresent: "describeExisting",
  inParts: "chunk",
  tell: "publish, reportOnce",
  tells: "publish, reportOnce",
  telling: "publish, reportOnce",
  told: "recorded, published, reported",
  unexplained: "orphans",
  ownerless: "orphans",
};

/** Of src alone: in chaos a look is what an invariant takes. */
const REPLACED_IN_SRC: Words = { look: "check, poll", looks: "checks, polls" };

/** Of chaos alone. */
const REPLACED_IN_CHAOS: Words = {
  fate: "CallFault",
  befall: "inject",
  excuse: "Exemption",
  sight: "CheckerInput",
  happening: "WorldEvent",
  stage: "World",
  person: "Operator",
};

/** Of src and chaos, as whole identifiers: each is a good word elsewhere, or within a longer name. */
const REPLACED_WHOLE: Words = {
  around: "runtime",
  Pace: "StartRate",
  Warm: "FunctionRuntime",
  blamesImage: "imageAtFault",
  heldAt: "heldMin",
  madeFrom: "baseVersion",
  marks: "milestones, timers",
  ours: "ownedByMoult",
  was: "originalMin",
};

/** Files that read what older code wrote, in the words of then. */
const OLDER = ["src/ledger/runs/upgrades.ts"];

interface Rules {
  /** Found within an identifier too, word by word. */
  readonly within: Words;
  /** Found as a whole identifier only. */
  readonly whole: Words;
}

const RULES: Readonly<Record<string, Rules>> = {
  src: {
    within: { ...REPLACED, ...REPLACED_IN_SRC },
    whole: REPLACED_WHOLE,
  },
  chaos: { within: { ...REPLACED, ...REPLACED_IN_CHAOS }, whole: REPLACED_WHOLE },
};

/** A prefix of its own: a reason or null is xReason (a string) or xBlocker (an answer). */
const WHY = /^why(?=[A-Z])/;

function wordFault(identifier: string, { within, whole }: Rules): string | undefined {
  const words = `${wordsOf(identifier)}-`;
  const word = Object.keys(within).find((each) => words.includes(`${wordsOf(each)}-`));
  if (word !== undefined) return `${identifier}: not ${word}, say ${within[word]}`;
  if (Object.hasOwn(whole, identifier)) return `${identifier}: say ${whole[identifier]}`;
  return WHY.test(identifier) ? `${identifier}: not why…, say …Reason or …Blocker` : undefined;
}

/** One line for each identifier of a file that says a replaced word. */
const wordFaults = (text: string, rules: Rules): string[] =>
  [...new Set(identifiersIn(text))].flatMap((identifier) => wordFault(identifier, rules) ?? []);

const EXAMPLE = `
/** carryOut in a comment. */
import { lastLook } from "./last-look.ts"; // wayBack
const LOOK_SECONDS = 5, 'doubt', x = /warmUp["'\`]{/;
export const nameGreenGroup = \`told \${{ told: returns["turn"] }.told} nameBlue \${y / 2} \\\${wayBack}\`;
const around = aroundTask(whyEmpty, Warm / warmest / "2");
const marks = remarks;
`;

test("identifiers are read without comments, strings, expressions of text and templates' own words", () => {
  expect(identifiersIn(EXAMPLE).join(" ")).toBe(
    "import lastLook from const LOOK_SECONDS x " +
      "export const nameGreenGroup told returns told y " +
      "const around aroundTask whyEmpty Warm warmest const marks remarks",
  );
  expect(["nextLook", "LOOK_SECONDS", "describeASGs", "x2"].map(wordsOf)).toEqual([
    "-next-look",
    "-look-seconds",
    "-describe-as-gs",
    "-x-2",
  ]);
});

test("a replaced word is found, with what to say instead", () => {
  expect(wordFaults(EXAMPLE, RULES["src"] as Rules)).toEqual([
    "lastLook: not lastLook, say finalCheck",
    "LOOK_SECONDS: not look, say check, poll",
    "nameGreenGroup: not nameGreen, say addGreenToRule",
    "told: not told, say recorded, published, reported",
    "around: say runtime",
    "whyEmpty: not why…, say …Reason or …Blocker",
    "Warm: say FunctionRuntime",
    "marks: say milestones, timers",
  ]);
});

test.each(Object.entries(RULES))("%s says the words of the design", (folder, rules) => {
  const paths = files.filter(
    (path) => path.startsWith(`${folder}/`) && path.endsWith(".ts") && !OLDER.includes(path),
  );
  expect(paths.length).toBeGreaterThan(50);
  expect(
    paths.flatMap((path) => wordFaults(textOf(path), rules).map((fault) => `${path}: ${fault}`)),
  ).toEqual([]);
});
