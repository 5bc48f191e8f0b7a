import { execFile } from "node:child_process";
import { createRequire } from "node:module";
import { promisify } from "node:util";
import { expect, test } from "vitest";

interface CheckPlace {
  readonly stageFault: (
    stage: string,
    region: string,
    of: { service: string; names: string[] },
  ) => string | undefined;
  readonly atOnceFault: (atOnce: unknown) => string | undefined;
  readonly regionFault: (
    region: string,
    resolve: (name: string) => Promise<unknown>,
  ) => Promise<string | undefined>;
}
const { stageFault, regionFault, atOnceFault } = createRequire(import.meta.url)(
  "../../resources/check-place.cjs",
) as CheckPlace;
const of = { service: "moult", names: ["admit", "instanceReported"] };

test("a stage may be as long as IAM's names of roles let it", () => {
  expect(stageFault("prod", "eu-central-1", of)).toBeUndefined();
  expect(stageFault("a".repeat(28), "eu-central-1", of)).toBeUndefined();
  expect(stageFault("a".repeat(30), "eu-central-1", of)).toBe(
    `the stage ${"a".repeat(30)} is too long by 2: the role moult-${"a".repeat(30)}-instanceReported-eu-central-1 would have 66 characters, and IAM takes 64; in eu-central-1 a stage has at most 28`,
  );
});

test.each([undefined, "", 1, "4", 9999])("%j rollouts may be open at once in an account", (atOnce) => {
  expect(atOnceFault(atOnce)).toBeUndefined();
});

test.each(["ten", 0, -1, 1.5, "50%", true, 10_000])(
  "%j rollouts may not: it is said what may be written",
  (atOnce) => {
    expect(atOnceFault(atOnce)).toBe(
      `custom.atOnce is ${atOnce}: write a whole number of rollouts from 1 to 9999, or "" for any number`,
    );
  },
);

test("a stage has no characters that a stack may not have", () => {
  expect(stageFault("my_stage", "eu-central-1", of)).toBe(
    "the stage my_stage has characters that CloudFormation does not take in a name: use letters, digits and hyphens",
  );
});

/** Names resolve but those of some services, as where a Region does not have them. */
const without =
  (...services: string[]) =>
  async (name: string): Promise<unknown> => {
    if (services.includes("all") || services.some((service) => name.startsWith(`${service}.`)))
      throw Object.assign(new Error(`queryA ENOTFOUND ${name}`), { code: "ENOTFOUND" });
    return ["192.0.2.1"];
  };

test("a Region that lacks a service is refused by the name of both", async () => {
  expect(await regionFault("eu-central-1", without())).toBeUndefined();
  expect(await regionFault("xx-new-1", without("states", "ssm"))).toBe(
    "the Region xx-new-1 has no ssm, states, which moult needs: deploy to another",
  );
  expect(await regionFault("eu-centrl-1", without("all"))).toBe(
    "eu-centrl-1 is no Region of AWS, or this machine finds none of its names: correct --region",
  );
});

test("a name server that does not answer stands in nobody's way", async () => {
  const silent = () => Promise.reject(Object.assign(new Error("queryA ETIMEOUT"), { code: "ETIMEOUT" }));
  expect(await regionFault("eu-central-1", silent)).toBeUndefined();
});

test("names of China end as they do", async () => {
  const asked: string[] = [];
  await regionFault("cn-north-1", async (name) => asked.push(name));
  expect(new Set(asked.map((name) => name.replace(/^[^.]+\./, "")))).toEqual(
    new Set(["cn-north-1.amazonaws.com.cn"]),
  );
});

test("a deployment with such a stage says that sentence", async () => {
  const serverless = new URL("../../node_modules/.bin/serverless", import.meta.url).pathname;
  const root = new URL("../..", import.meta.url).pathname;
  const line = ["package", "--stage", "a".repeat(40), "--region", "eu-central-1"];
  const ran = promisify(execFile)(serverless, line, { cwd: root, env: { ...process.env, NO_COLOR: "1" } });
  await expect(ran).rejects.toMatchObject({
    stdout: expect.stringContaining("is too long by 15: the role moult-aaa") as string,
  });
});
