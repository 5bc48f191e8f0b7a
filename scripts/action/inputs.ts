/** What a step of the action was given, by the names of action.yml. */
export interface Inputs {
  readonly command: "plan" | "start";
  readonly fleets: readonly string[];
  readonly image: string;
  /** Of the comment, which is found again by it. */
  readonly title: string;
  readonly declarations: readonly string[];
  readonly reason: string;
  readonly timeout: string;
  /** Exit codes beside those of success. */
  readonly accept: readonly number[];
  readonly token: string;
}

/** The options of `moult` that take an input as it is. */
export const OPTION_OF = { image: "--image", reason: "--reason", timeout: "--timeout" } as const;

/** The variables by which `moult` finds the stack, and the inputs that outweigh them. */
export const VARIABLE_OF = {
  region: "AWS_REGION",
  table: "MOULT_TABLE",
  "state-machine": "MOULT_STATE_MACHINE",
  "operate-url": "MOULT_OPERATE_URL",
} as const;

type Variables = Readonly<Record<string, string | undefined>>;

const variableOf = (input: string): string => `INPUT_${input.toUpperCase().replaceAll("-", "_")}`;
const words = (text: string): string[] => text.split(/\s+/).filter(Boolean);
const lines = (text: string): string[] =>
  text
    .split("\n")
    .map((line) => line.trim())
    .filter(Boolean);

/** Reads the inputs of a step; throws an Error that names every fault, with the way out. */
export function readInputs(variables: Variables): Inputs {
  const given = (input: string): string => (variables[variableOf(input)] ?? "").trim();
  const fleets = words(given("fleets"));
  const accept = words(given("accept"));
  const command = given("command");
  const faults = [
    ...(command === "plan" || command === "start" ? [] : [`command is "${command}": give plan or start`]),
    ...(fleets.length === 0 ? ["fleets is empty: name one, such as web"] : []),
    ...fleets
      .filter((fleet) => !/^[a-z0-9][a-z0-9-]*$/.test(fleet))
      .map((fleet) => `fleets: ${fleet} is no name of a fleet`),
    ...accept
      .filter((code) => !/^\d{1,3}$/.test(code))
      .map((code) => `accept: ${code} is no exit code, such as 5`),
    ...[given("image"), ...lines(given("declarations"))]
      .filter((each) => each.startsWith("-"))
      .map((each) => `${each} would be read as an option`),
  ];
  if (faults.length > 0) throw new Error(faults.join("\n"));
  return {
    command: command as Inputs["command"],
    fleets,
    image: given("image"),
    title: given("title").replaceAll(/[<>\r\n]|--/g, "") || "What moult would do",
    declarations: lines(given("declarations")),
    reason: given("reason"),
    timeout: given("timeout"),
    accept: accept.map(Number),
    token: given("token"),
  };
}

/** The environment of `moult`: the job's, with what the inputs name, and without the token that is not for it. */
export function moultEnvironment(variables: Variables): Record<string, string> {
  const own = Object.entries(variables).flatMap(([name, value]): [string, string][] =>
    value === undefined || name.startsWith("INPUT_") ? [] : [[name, value]],
  );
  const named = Object.entries(VARIABLE_OF).flatMap(([input, variable]): [string, string][] => {
    const value = (variables[variableOf(input)] ?? "").trim();
    return value === "" ? [] : [[variable, value]];
  });
  return Object.fromEntries([...own, ...named]);
}
