import { readFileSync } from "node:fs";
import { bundleFunction } from "../../../bench/bundles.ts";

const ROOT = new URL("../../../", import.meta.url).pathname;

/** What IAM calls the service of each client. */
const PREFIXES: Readonly<Record<string, string>> = {
  "auto-scaling": "autoscaling",
  cloudwatch: "cloudwatch",
  dynamodb: "dynamodb",
  ec2: "ec2",
  "elastic-load-balancing-v2": "elasticloadbalancing",
  eventbridge: "events",
  imagebuilder: "imagebuilder",
  sfn: "states",
  ssm: "ssm",
};

/**
 * The IAM actions of the calls that a function can make, read out of its bundle: of what src/ sends, only that is left
 * in there which the function can reach.
 */
export async function actionsOf(name: string): Promise<string[]> {
  // Packages stay outside: it is src/ that is read, and without them this takes a tenth of the time.
  const { text } = await bundleFunction(name, { minify: false, packages: "external" });
  const actions = new Set<string>();
  // Unminified, esbuild heads each module with its path.
  for (const [, path = "", body = ""] of text.matchAll(
    /^\/\/ (src\/\S+\.ts)\n([^]*?)(?=^\/\/ \S+\.[cm]?[jt]s$|(?![^]))/gm,
  )) {
    const source = readFileSync(ROOT + path, "utf8");
    // A number at the end tells apart two classes of one name in one bundle.
    for (const [, command = ""] of body.matchAll(/new (\w+)Command\d*\(/g)) {
      actions.add(`${serviceOf(source, `${command}Command`)}:${command}`);
    }
  }
  return [...actions].sort();
}

function serviceOf(source: string, command: string): string {
  for (const [, names = "", client = ""] of source.matchAll(
    /import \{([^}]*)\} from "@aws-sdk\/client-([a-z0-9-]+)"/g,
  )) {
    const prefix = PREFIXES[client];
    if (prefix !== undefined && new RegExp(`\\b${command}\\b`).test(names)) return prefix;
  }
  throw new Error(`no import says which service ${command} belongs to`);
}
