import { describe, expect, test } from "vitest";
import { textOf } from "../../rules/tree.ts";
import { commandLine } from "../../support/cli/command-line.ts";

const { version } = JSON.parse(textOf("package.json")) as { version: string };
const OWN = new RegExp(
  `^moult ${version.replaceAll(".", "\\.")} \\(commit ([0-9a-f]{8}|unknown), Node \\d+\\.\\d+\\.\\d+\\)\\n$`,
);
const MACHINE = "arn:aws:states:eu-west-1:123456789012:stateMachine:moult-prod-rollout";
const environment = { stateMachineArn: MACHINE };

describe("the version", () => {
  test.each(["--version", "-V", "version"])("moult %s", async (line) => {
    const { code, out, err } = await commandLine().moult(line);
    expect({ code, err }).toEqual({ code: 0, err: "" });
    expect(out).toMatch(OWN);
  });

  test.each([
    [version, `The stack moult-prod is ${version}.\n`],
    [
      "0.0.1",
      "The stack moult-prod is 0.0.1; deploy this version, or use the command line of the stack's.\n",
    ],
    [undefined, "The stack moult-prod: version unknown (it was deployed by a version before it said so).\n"],
  ])("of a stack that is %s", async (deployed, err) => {
    const asked: object[] = [];
    const deployedVersion = async (stack: object) => (asked.push(stack), deployed);
    const { moult } = commandLine({ environment, deployedVersion });
    expect(await moult("--version --endpoint http://127.0.0.1:9")).toMatchObject({ code: 0, err });
    expect(asked).toEqual([{ stateMachineArn: MACHINE, endpoint: "http://127.0.0.1:9" }]);
  });

  test("a stack that cannot be read, or does not answer, is unknown, and no error", async () => {
    const denied = commandLine({
      environment,
      deployedVersion: () => Promise.reject(new Error("DescribeStacks was denied. Next: have it allowed")),
    });
    expect(await denied.moult("version")).toMatchObject({
      code: 0,
      err: "The stack moult-prod: version unknown (DescribeStacks was denied).\n",
    });
    const stalled = commandLine({ environment, deployedVersion: () => new Promise(() => {}) });
    const waiting = stalled.moult("version --json");
    // Not before somebody has been asked.
    await new Promise((resolve) => setTimeout(resolve, 50));
    stalled.elapse();
    const { code, out } = await waiting;
    expect(code).toBe(0);
    expect(JSON.parse(out)).toMatchObject({
      version,
      stack: { name: "moult-prod", version: null, reason: "no answer within 2 s" },
    });
  });

  test("behind a command there is no such option", async () => {
    expect(await commandLine().moult("fleet list --version")).toEqual({
      code: 1,
      out: "",
      err: "moult: --version stands without a command. See `moult fleet list --help`.\n",
    });
  });
});
