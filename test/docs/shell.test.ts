import { createRequire } from "node:module";
import { Command } from "commander";
import { describe, expect, it, test } from "vitest";
import * as z from "zod";
import { addCommands } from "../../cli/commands.ts";
import { addSettings } from "../../cli/session/settings.ts";
import { documents, fencesIn, textOf } from "../support/docs/markdown.ts";
import { commandsIn, type Typed } from "../support/docs/shell.ts";
import { type Client, membersOf } from "../support/install/sdk-shapes.ts";

/** What a person could paste, of all documents. */
const typed = documents.flatMap((document) =>
  fencesIn(textOf(document))
    .filter(({ language }) => ["", "sh", "bash", "console"].includes(language))
    .flatMap(({ text }) => commandsIn(text).map((command) => ({ document, ...command }))),
);
const of = (program: string) => typed.filter((each) => each.program === program);
const faults = (
  commands: readonly (Typed & { document: string })[],
  whyWrong: (words: readonly string[]) => string | undefined,
) =>
  commands.flatMap(({ document, program, words }) => {
    const why = whyWrong(words);
    return why === undefined ? [] : [`${document}: ${program} ${words.join(" ")}: ${why}`];
  });

/** What the command line has against words; it carries nothing out. */
function moultFault(words: readonly string[]): string | undefined {
  // cli/session/settings.ts answers it before anything is parsed.
  if (words.includes("--version")) return undefined;
  const program = addSettings(new Command("moult"));
  addCommands(program, { run: async () => undefined });
  const all = (command: Command): Command[] => [command, ...command.commands.flatMap(all)];
  for (const command of all(program))
    command.exitOverride().configureOutput({ writeErr: () => {}, writeOut: () => {} });
  try {
    program.parse(words, { from: "user" });
    return undefined;
  } catch (error) {
    const { exitCode, message } = z.object({ exitCode: z.number(), message: z.string() }).parse(error);
    return exitCode === 0 ? undefined : message;
  }
}

/** `npm run moult --` stands for it in a checkout. */
const asMoult = (words: readonly string[]): readonly string[] | undefined => {
  const [run, ...rest] = words.filter((word) => word !== "--silent");
  return run === "run" && rest[0] === "moult" ? rest.slice(rest[1] === "--" ? 2 : 1) : undefined;
};

describe("every command of moult that stands in a block", () => {
  it("is understood by the command line: its words, options, values and what it cannot do without", () => {
    const inCheckout = of("npm").flatMap((each) => {
      const words = asMoult(each.words);
      return words === undefined ? [] : [{ ...each, words }];
    });
    expect(of("moult").length).toBeGreaterThan(20);
    expect(inCheckout.length).toBeGreaterThan(1);
    expect(faults([...of("moult"), ...inCheckout], moultFault)).toEqual([]);
  });

  it("would be found if it were not", () => {
    expect(moultFault(["fleet", "release", "web"])).toContain("--reason");
    expect(moultFault(["freeze", "--reason", "x", "--al"])).toContain("--al");
    expect(moultFault(["rollout", "begin", "web"])).toContain("begin");
  });
});

const schema = createRequire(import.meta.url)("serverless/lib/cli/commands-schema/aws-service.js") as Map<
  string,
  { readonly options: Readonly<Record<string, unknown>> }
>;
function serverlessFault([name = "", ...words]: readonly string[]): string | undefined {
  const options = schema.get(name)?.options;
  if (options === undefined) return `there is no ${name}`;
  return words.find((word) => word.startsWith("--") && !((word.slice(2).split("=")[0] ?? "") in options));
}

test("every command of the framework is one, with options that it has", () => {
  const commands = of("npx").map((each) => ({ ...each, words: each.words.slice(1) }));
  expect(new Set(of("npx").map(({ words }) => words[0]))).toEqual(new Set(["serverless"]));
  expect(commands.length).toBeGreaterThan(3);
  expect(faults(commands, serverlessFault)).toEqual([]);
  expect(serverlessFault(["remove", "--stag", "prod"])).toBe("--stag");
});

/** The clients of the SDK, by the names that the AWS CLI gives them. */
const CLIENTS: Readonly<Record<string, () => Promise<unknown>>> = {
  autoscaling: () => import("@aws-sdk/client-auto-scaling"),
  cloudformation: () => import("@aws-sdk/client-cloudformation"),
  cloudwatch: () => import("@aws-sdk/client-cloudwatch"),
  dynamodb: () => import("@aws-sdk/client-dynamodb"),
  ec2: () => import("@aws-sdk/client-ec2"),
  elbv2: () => import("@aws-sdk/client-elastic-load-balancing-v2"),
  events: () => import("@aws-sdk/client-eventbridge"),
  iam: () => import("@aws-sdk/client-iam"),
  lambda: () => import("@aws-sdk/client-lambda"),
  ssm: () => import("@aws-sdk/client-ssm"),
  stepfunctions: () => import("@aws-sdk/client-sfn"),
};
/** Options of the AWS CLI itself, and the one that it has of its own for a call. */
const OF_THE_CLI = ["query", "output", "region", "profile", "cli-input-json", "subnets"];
const pascal = (name: string): string =>
  name.replaceAll(/(?:^|-)([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());

/** What AWS's model has against a call of its command line. */
async function awsFault([service = "", call = "", ...words]: readonly string[]): Promise<string | undefined> {
  if (["configure", "sso"].includes(service) || call === "wait") return undefined;
  const client = (await CLIENTS[service]?.()) as Client | undefined;
  if (client === undefined) return `no client is known for ${service}`;
  const command = Object.keys(client).find(
    (name) => name.toLowerCase() === `${pascal(call)}command`.toLowerCase(),
  );
  if (command === undefined) return `${service} has no ${call}`;
  const request = command.replace(/Command$/, "");
  const members = ["Request", "Input", "Type", "Message", "Query"]
    .map((kind) => `${request}${kind}`)
    .map((shape) => membersOf(client, shape))
    .find((found) => found !== undefined);
  const known = new Set([...(members?.keys() ?? [])].map((name) => name.toLowerCase()));
  return words
    .filter((word) => word.startsWith("--"))
    .map((word) => word.slice(2).split("=")[0] ?? "")
    .find((option) => !isKnown(option, known));
}

const isKnown = (option: string, known: ReadonlySet<string>): boolean =>
  OF_THE_CLI.includes(option) ||
  [option, option.replace(/^no-/, "")].some((each) =>
    [each, `${each}s`].some((name) => known.has(name.replaceAll("-", ""))),
  );

test("every call of the AWS CLI is one of AWS's, with parameters that it has", async () => {
  const found: string[] = [];
  for (const { document, words } of of("aws")) {
    const why = await awsFault(words);
    if (why !== undefined) found.push(`${document}: aws ${words.join(" ")}: ${why}`);
  }
  expect(of("aws").length).toBeGreaterThan(15);
  expect(found).toEqual([]);
  expect(await awsFault(["dynamodb", "update-table", "--table", "x"])).toBe("table");
  expect(await awsFault(["dynamodb", "drop-table"])).toBe("dynamodb has no drop-table");
});

test("a line is taken apart as a shell would", () => {
  expect(
    commandsIn(
      "$ export A=$(aws sts x --query \"a b\") B=1\nmoult a --b 'c d' | tee f && npm test > out # no\n",
    ),
  ).toEqual([
    { program: "aws", words: ["sts", "x", "--query", "a b"] },
    { program: "moult", words: ["a", "--b", "c d"] },
    { program: "tee", words: ["f"] },
    { program: "npm", words: ["test"] },
  ]);
});
