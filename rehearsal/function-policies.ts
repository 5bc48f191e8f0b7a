import { readdirSync, readFileSync } from "node:fs";
import { parse, type ScalarTag } from "yaml";
import * as z from "zod";
import { readPolicies, type Statement } from "../simulator/iam/statement.ts";

/** Where the deployment stands, for what CloudFormation fills in. */
interface DeployedTo {
  readonly partition: string;
  readonly region: string;
  readonly account: string;
}

/** A function as it is deployed: its folder (`launch-green`), its name in the machine (`launchGreen`), its statements. */
export interface FunctionPolicy {
  readonly folder: string;
  readonly name: string;
  readonly statements: readonly Statement[];
}

const ROOT = new URL("../", import.meta.url);
const read = (path: string): string => readFileSync(new URL(path, ROOT), "utf8");

const tag = (name: string): ScalarTag => ({
  tag: `!${name}`,
  resolve: (value: string) => ({ [name]: value }),
});
const parseYaml = (path: string): unknown =>
  parse(read(path), { customTags: [tag("Sub"), tag("Ref"), tag("GetAtt")] });

const definitions = z.record(z.string(), z.object({ iamRoleStatements: z.array(z.unknown()) }));

/** Every function's own statements, from functions/<name>/function.yml, with the references filled in. */
export function functionPolicies(at: DeployedTo): FunctionPolicy[] {
  const resolve = resolver(at);
  const folders = readdirSync(new URL("functions/", ROOT), { withFileTypes: true });
  return folders
    .filter((entry) => entry.isDirectory())
    .map(({ name: folder }) => folder)
    .sort()
    .map((folder) => {
      const [entry] = Object.entries(definitions.parse(parseYaml(`functions/${folder}/function.yml`)));
      if (entry === undefined) throw new Error(`functions/${folder}/function.yml declares no function.`);
      const [name, { iamRoleStatements }] = entry;
      const { [name]: statements = [] } = readPolicies({ [name]: resolve(iamRoleStatements) });
      return { folder, name, statements };
    });
}

/** What CloudFormation's `!GetAtt` answers for the resources that statements name. */
const attributes = ({ partition, region, account }: DeployedTo): Readonly<Record<string, string>> => ({
  "Ledger.Arn": `arn:${partition}:dynamodb:${region}:${account}:table/moult-ledger`,
  "DeadLetters.Arn": `arn:${partition}:sqs:${region}:${account}:moult-dead-letters`,
});

const shared = z.record(z.string(), z.unknown());

/** Replaces what the framework and CloudFormation would. Throws for a reference that it does not know. */
function resolver(at: DeployedTo): (value: unknown) => unknown {
  const iam = shared.parse(parseYaml("functions/iam.yml"));
  const deployment = shared.parse(parseYaml("serverless.yml"));
  const pseudo: Readonly<Record<string, string>> = {
    "AWS::Partition": at.partition,
    "AWS::Region": at.region,
    "AWS::AccountId": at.account,
  };
  const known = attributes(at);
  const resolve = (value: unknown): unknown => {
    if (typeof value === "string") return ofFramework(value);
    if (Array.isArray(value)) return value.map(resolve);
    if (value === null || typeof value !== "object") return value;
    const { Sub, GetAtt } = value as { Sub?: unknown; GetAtt?: unknown };
    if (typeof Sub === "string") return filledIn(String(ofFramework(Sub)));
    if (typeof GetAtt === "string") return known[GetAtt] ?? unknown(`!GetAtt ${GetAtt}`);
    return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, resolve(each)]));
  };
  const filledIn = (text: string): string =>
    text.replace(/\$\{(AWS::\w+)\}/g, (_, name: string) => pseudo[name] ?? unknown(name));
  const ofFramework = (text: string): unknown => {
    const part = /^\$\{file\(functions\/iam\.yml\):(\w+)\}$/.exec(text)?.[1];
    if (part !== undefined) return resolve(iam[part] ?? unknown(text));
    const own = /^\$\{self:([\w.]+)\}$/.exec(text)?.[1];
    if (own !== undefined) return resolve(find(deployment, own));
    return text
      .replace(/\$\{self:([\w.]+)\}/g, (_, path: string) => String(resolve(find(deployment, path))))
      .replace(/\$\{opt:[^}]*'([^'}]*)'\}/g, "$1");
  };
  return resolve;
}

function find(from: unknown, path: string): unknown {
  let at = from;
  for (const name of path.split(".")) at = shared.safeParse(at).data?.[name];
  return at ?? unknown(`\${self:${path}}`);
}

function unknown(reference: string): never {
  throw new Error(`Nothing says what ${reference} stands for in a function's statements.`);
}
