// The step of action.yml: `moult plan` as a comment, or `moult rollout start` until its end. All it is given is in the environment.
import { randomUUID } from "node:crypto";
import { appendFileSync, readFileSync } from "node:fs";
import { exitCodes } from "../../cli/exit-codes.ts";
import { commentBody, markerOf } from "./comment-body.ts";
import { type Inputs, moultEnvironment, readInputs } from "./inputs.ts";
import { planAll } from "./plan.ts";
import { type PullRequest, putComment } from "./put-comment.ts";
import { moultRunner } from "./run-moult.ts";
import { startAll } from "./start.ts";

const { env } = process;
const say = (text: string): void => void process.stdout.write(text);

try {
  const inputs = readInputs(env);
  // The runner takes commands from what a step prints, and names and tags that anybody chose are in it.
  const resume = randomUUID();
  say(`::stop-commands::${resume}\n`);
  const code = await carryOut(inputs).finally(() => say(`\n::${resume}::\n`));
  output("exit-code", String(code));
  const good: readonly number[] = [exitCodes.done, ...(inputs.command === "plan" ? [exitCodes.changes] : [])];
  if (![...good, ...inputs.accept].includes(code))
    fail(`moult ended with ${code}: docs/cli-json.md, or moult exit-codes`);
} catch (error) {
  output("exit-code", String(exitCodes.error));
  fail(error instanceof Error ? error.message : String(error));
}

async function carryOut(inputs: Inputs): Promise<number> {
  const moult = moultRunner(moultEnvironment(env), say);
  if (inputs.command === "start") return startAll(inputs, moult);
  const sections = await planAll(inputs, moult);
  const body = commentBody(sections, {
    title: inputs.title,
    commit: env["GITHUB_SHA"] ?? "an unknown commit",
  });
  append("GITHUB_STEP_SUMMARY", `${body}\n`);
  const pull = pullRequest(inputs.token);
  if (pull !== undefined)
    output("comment-url", await putComment({ marker: markerOf(inputs.title), body }, pull));
  return gravest(
    sections.map(({ code }) => code),
    inputs.accept,
  );
}

/** A failure before a refusal, that before changes, those before nothing to do. What is accepted is graver than nothing. */
function gravest(codes: readonly number[], accept: readonly number[]): number {
  const bad = codes.filter((code) => code !== exitCodes.done && code !== exitCodes.changes);
  const [worst] = bad.toSorted((a, b) => Number(accept.includes(a)) - Number(accept.includes(b)) || a - b);
  return worst ?? Math.max(exitCodes.done, ...codes);
}

/** The pull request of the event that the job runs for; undefined: there is none. */
function pullRequest(token: string): PullRequest | undefined {
  const path = env["GITHUB_EVENT_PATH"];
  if (path === undefined) return undefined;
  const event = JSON.parse(readFileSync(path, "utf8")) as {
    readonly pull_request?: { readonly number: number };
  };
  const number = event.pull_request?.number;
  if (number === undefined) return undefined;
  const named = (variable: string): string => {
    const value = env[variable];
    if (value === undefined)
      throw new Error(`${variable} is not set: this step runs on a runner of GitHub's`);
    return value;
  };
  const [api, graphql] = [named("GITHUB_API_URL"), named("GITHUB_GRAPHQL_URL")];
  return { api, graphql, token, repository: named("GITHUB_REPOSITORY"), number };
}

function append(variable: string, text: string): void {
  const path = env[variable];
  if (path !== undefined && path !== "") appendFileSync(path, text);
}

/** Both values are of one line. */
function output(name: string, value: string): void {
  append("GITHUB_OUTPUT", `${name}=${value}\n`);
}

function fail(message: string): void {
  // As the runner escapes them: a line break would end the command.
  const escaped = message.replaceAll("%", "%25").replaceAll("\r", "%0D").replaceAll("\n", "%0A");
  say(`::error title=moult::${escaped}\n`);
  process.exitCode = 1;
}
