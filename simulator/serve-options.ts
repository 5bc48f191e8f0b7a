import { parseArgs } from "node:util";

export interface ServeOptions {
  readonly port: number;
  /** Seconds of the world's time per second of real time. */
  readonly speed: number;
  readonly seed: number;
  /** Path of a scenario file. */
  readonly scenario: string | undefined;
  /** Path of a JSON file with the statements of each caller. */
  readonly policies: string | undefined;
  readonly help: boolean;
}

export const HELP = `Serves a simulated AWS account on this machine, for any AWS client.

Usage: npm run simulator -- [--port 4580] [--speed 1] [--seed 1] [--scenario file.yml]
                            [--enforce-iam policies.json]

  --port      port on 127.0.0.1; 0 takes any free one (default 4580)
  --speed     how many times faster than real time the account lives; 0 stands still (default 1)
  --seed      seed of everything that is left to chance (default 1)
  --scenario  a file that says what exists at the start
  --enforce-iam  a JSON file, {"<access key id>": [statement, …]}: a call that they do not grant is refused.
              A caller that is not named goes by "*", and without that it may do everything
  --help      this text

Example:
  npm run simulator -- --speed 60
  export AWS_ENDPOINT_URL=http://127.0.0.1:4580 AWS_REGION=us-east-1 AWS_ACCESS_KEY_ID=test AWS_SECRET_ACCESS_KEY=test
  aws ec2 describe-subnets
  curl -x http://127.0.0.1:4580 http://<private IP of an instance, or DNS name of a load balancer>/
`;

const FLAGS = {
  port: { type: "string", default: "4580" },
  speed: { type: "string", default: "1" },
  seed: { type: "string", default: "1" },
  scenario: { type: "string" },
  "enforce-iam": { type: "string" },
  help: { type: "boolean", default: false },
} as const;

/** Reads the command line. Throws an Error whose message says what is wrong with it, in one line. */
export function parseServeOptions(args: readonly string[]): ServeOptions {
  const { values } = parseArgs({ args: [...args], options: FLAGS, strict: true, allowPositionals: false });
  const { scenario, help } = values;
  return {
    port: wholeNumber("--port", values.port, 65_535),
    speed: positiveNumber("--speed", values.speed),
    seed: wholeNumber("--seed", values.seed, 2 ** 31 - 1),
    scenario,
    policies: values["enforce-iam"],
    help,
  };
}

function wholeNumber(flag: string, text: string, highest: number): number {
  const number = positiveNumber(flag, text);
  if (!Number.isInteger(number) || number > highest) {
    throw new Error(`${flag} takes a whole number from 0 to ${highest}, not '${text}'.`);
  }
  return number;
}

function positiveNumber(flag: string, text: string): number {
  const number = text.trim() === "" ? Number.NaN : Number(text);
  if (!Number.isFinite(number) || number < 0)
    throw new Error(`${flag} takes a number from 0, not '${text}'.`);
  return number;
}
