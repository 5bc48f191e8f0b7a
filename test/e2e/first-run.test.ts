import { execFile } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { afterAll, beforeAll, expect, test } from "vitest";
import { registerImage } from "../../rehearsal/account.ts";
import { createSimulator } from "../../simulator/simulator.ts";
import { runWithWallClock } from "../../simulator/wall-clock.ts";
import { startHttpServer } from "../../simulator/wire/http-server.ts";
import { parseDeclarations } from "../../src/domain/declaration/declaration.ts";

const PROGRAM = fileURLToPath(new URL("../../scripts/first-run/first-run.ts", import.meta.url));
const ACCOUNT = "123456789012";
const folder = mkdtempSync(join(tmpdir(), "moult-first-run-"));
const simulator = createSimulator({ seed: 3, start: Date.now() });
const clock = runWithWallClock(simulator.world, 60);
const place = { url: "", images: ["", ""], close: async (): Promise<void> => undefined };

beforeAll(async () => {
  const server = await startHttpServer(simulator, { port: 0, beforeEach: clock.catchUp });
  place.url = server.url;
  place.close = () => server.close();
  place.images = [
    await registerImage(simulator, "al2023-1", {}),
    await registerImage(simulator, "al2023-2", {}),
  ];
});
afterAll(async () => {
  clock.stop();
  await place.close();
  rmSync(folder, { recursive: true });
});

async function firstRun(...args: string[]): Promise<{ code: number; out: string }> {
  const keys = { AWS_ACCESS_KEY_ID: "key", AWS_SECRET_ACCESS_KEY: "secret" };
  const env = {
    PATH: process.env["PATH"] ?? "",
    AWS_ENDPOINT_URL: place.url,
    AWS_REGION: "us-east-1",
    ...keys,
  };
  const ran = promisify(execFile)("node", [PROGRAM, ...args], { env, cwd: folder });
  return ran.then(
    ({ stdout }) => ({ code: 0, out: stdout }),
    ({ code, stdout }: { code: number; stdout: string }) => ({ code, out: stdout }),
  );
}

const given = (): string[] => {
  const [blue = "", green = ""] = place.images;
  return ["--subnets", "subnet-a,subnet-b", "--security-group", "sg-web", "--blue", blue, "--green", green];
};
const made = () => {
  const { groups, loadBalancers, targetGroups, parameters, launchTemplates } = simulator.world.state;
  return [groups, loadBalancers, targetGroups, parameters, launchTemplates].map(({ size }) => size);
};

test("nothing is made in an account that was not named: it says what would be, and what it costs", async () => {
  const { code, out } = await firstRun("make", ...given());
  expect([code, made()]).toEqual([1, [0, 0, 0, 0, 0]]);
  expect(out).toContain("Costs about $0.03 an hour");
  expect(out).toContain(`This is account ${ACCOUNT}. Say so to go on: --confirm ${ACCOUNT}`);
  const wrong = await firstRun("make", ...given(), "--confirm", "210987654321");
  expect(wrong.out).toContain(`This is account ${ACCOUNT}; 210987654321 was named.`);
});

test.each([
  [["make", "--name", "First"], "--name First: at most 29 small letters, digits and hyphens"],
  [
    ["make", "--subnets", "subnet-a"],
    "--subnets: name two or more, in different zones, with a comma between them",
  ],
  [["make", "--subnets", "subnet-a,subnet-b"], "--security-group: name one that lets port 80 in"],
])("%o is refused in a sentence", async (args, said) => {
  expect(await firstRun(...args)).toEqual({ code: 1, out: `${said}\n` });
});

test("what it makes can be declared, is looked at, and is taken away again, twice", async () => {
  const { code, out } = await firstRun("make", ...given(), "--confirm", ACCOUNT);
  expect(code).toBe(0);
  // AWS checks the image after it has answered, and then the parameter is there.
  await expect.poll(made, { timeout: 10_000 }).toEqual([1, 1, 2, 1, 1]);
  expect(out).toContain("moult fleet adopt first-run.yml --group first-run");
  const file = join(folder, "first-run.yml");
  const [{ fleet } = {}] = parseDeclarations([{ file, text: readFileSync(file, "utf8") }]);
  expect(fleet).toMatchObject({ fleet: "first-run", image: { channel: "/images/first-run" } });
  const seen = await firstRun("look", "--polls", "1");
  expect(seen.out).toMatch(/first-run-a 1 \[.*\] {2}first-run-b not named \[\] {2}first-run 2 \[/);
  for (let again = 0; again < 2; again += 1) {
    const { code: ended, out: said } = await firstRun("clean", "--confirm", ACCOUNT);
    expect(said).toContain("Nothing of it is left.");
    expect([ended, made()]).toEqual([0, [0, 0, 0, 0, 0]]);
  }
});
