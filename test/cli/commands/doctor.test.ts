import { describe, expect, test } from "vitest";
import { commandLine } from "../../support/cli/command-line.ts";

const OK = { name: "region", result: "ok", words: "us-east-1", next: null } as const;
const UNKNOWN = { name: "trail", result: "unknown", words: "nobody may", next: null } as const;
const WRONG = {
  name: "rules",
  result: "wrong",
  words: "disabled: SweepSchedule",
  next: "enable it",
} as const;

describe("moult doctor", () => {
  test("ends well where nothing is wrong, also where something could not be asked", async () => {
    expect(await commandLine({ checks: [OK, UNKNOWN] }).moult("doctor")).toEqual({
      code: 0,
      out: "ok       region  us-east-1\nunknown  trail   nobody may\n",
      err: "",
    });
  });

  test("ends as an error where something is, and says what to do", async () => {
    const { moult } = commandLine({ checks: [OK, WRONG] });
    expect(await moult("doctor")).toMatchObject({ code: 1, err: "rules: enable it.\n" });
    expect(JSON.parse((await moult("doctor --json")).out)).toEqual({ checks: [OK, WRONG] });
  });
});

describe("moult context", () => {
  test("says where commands act", async () => {
    const { moult, envelopes } = commandLine({ environment: { table: "moult-prod" } });
    expect((await moult("context")).out).toBe(
      [
        "account        123456789012",
        "region         us-east-1",
        "ledger         table moult-prod",
        "engine         none",
        "state machine  -",
        "acts           this process, by your own permissions on the ledger",
        "endpoint       AWS",
        "",
      ].join("\n"),
    );
    expect((await moult("context --json")).code).toBe(0);
    expect(envelopes()).toMatchObject([{ context: { account: "123456789012" } }]);
  });

  test("is an error where AWS does not say the account", async () => {
    const { code, out } = await commandLine({ identity: new Error("ExpiredToken") }).moult("context");
    expect(code).toBe(1);
    expect(out).toContain("account        unknown: ExpiredToken\n");
  });
});
