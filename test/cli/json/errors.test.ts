import { describe, expect, test } from "vitest";
import { commandLine, fileWith } from "../../support/cli/command-line.ts";

const errorOf = async (line: string | readonly string[], parts: Parameters<typeof commandLine>[0] = {}) => {
  const { moult, envelopes } = commandLine(parts);
  const { code, out, err } = await moult(line);
  const { error } = JSON.parse(out) as { error: Record<string, unknown> };
  return { code, err, error, envelopes: envelopes() };
};

describe("an error under --json is an answer on stdout", () => {
  test("of a fleet that is not there, with what to do next and the context", async () => {
    const { code, error, envelopes } = await errorOf("rollout status wbe --json");
    expect(code).toBe(1);
    expect(error).toMatchObject({
      kind: "InvalidInput",
      message: "no fleet is declared in this ledger: declare one with `moult fleet apply <file>`",
      next: "declare one with `moult fleet apply <file>`",
      faults: [],
    });
    expect(envelopes).toMatchObject([{ schema: "moult/error/1", context: { region: "us-east-1" } }]);
  });

  test("of a declaration, with the place of each fault", async () => {
    const file = fileWith(
      "web.yml",
      "fleet: web\ntemplate: lt-0abc\nimage: {chanel: /images/web}\ntraffic: {strategy: none}\n",
    );
    const { error } = await errorOf(["fleet", "validate", file, "--json"]);
    expect(error["faults"]).toEqual(
      expect.arrayContaining([
        expect.objectContaining({
          file,
          line: 3,
          column: expect.any(Number),
          path: expect.stringMatching(/^image/),
        }),
      ]),
    );
  });

  test("of what AWS does not have, with the place", async () => {
    const file = fileWith(
      "web.yml",
      "fleet: web\ntemplate: lt-0abc\nimage: {channel: /images/web}\ntraffic: {strategy: none}\n",
    );
    const faults = [{ place: "template", why: "is not there: correct it" }];
    const { error } = await errorOf(["fleet", "apply", file, "--json"], { faults });
    expect(error["faults"]).toEqual([
      {
        file: null,
        line: null,
        column: null,
        path: "fleet web: template",
        message: "is not there: correct it",
      },
    ]);
  });

  test.each([
    ["pln web --json", "unknown command 'pln': did you mean plan? See `moult --help`.", "See `moult --help`"],
    [
      "history --json",
      "missing required argument 'fleet'. See `moult history --help`.",
      "See `moult history --help`",
    ],
    [
      "fleet list --timeout soon --json",
      "--timeout soon is not a duration: write it as 30s, 5m or 2h",
      "write it as 30s, 5m or 2h",
    ],
  ])("of a command line: %s", async (line, message, next) => {
    const { error, err, envelopes } = await errorOf(line);
    expect(error).toMatchObject({ kind: "InvalidInput", message, next });
    expect(err).toBe(`moult: ${message}\n`);
    expect(envelopes).toEqual([{ schema: "moult/error/1", context: null }]);
  });

  test("of moult's own fault", async () => {
    const sweep = () => Promise.reject(new TypeError("no such thing"));
    const { error } = await errorOf("sweep --json", { plane: { sweep } });
    expect(error).toEqual({ kind: "Fault", message: "no such thing", next: null, faults: [] });
  });
});

test("without --json nothing of an error is on stdout", async () => {
  expect((await commandLine().moult("pln")).out).toBe("");
});
