import { execFile, execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { afterAll, expect, test } from "vitest";
import { shellScripts } from "../../../cli/completion/shell-scripts.ts";

const folder = mkdtempSync(join(tmpdir(), "moult-completion-"));
afterAll(() => rmSync(folder, { recursive: true }));
symlinkSync(fileURLToPath(new URL("../../../bin/moult.mjs", import.meta.url)), join(folder, "moult"));
symlinkSync(process.execPath, join(folder, "node"));
const env = { ...process.env, PATH: `${folder}:${process.env["PATH"]}`, HOME: folder, TERM: "dumb" };

function isHere(shell: string): boolean {
  try {
    execFileSync(shell, ["-c", "exit 0"], { stdio: "ignore" });
    return true;
  } catch {
    if (shell !== "bash") process.stderr.write(`SKIPPED completion in ${shell}: it is not installed\n`);
    return shell === "bash";
  }
}

/** What the shell offers for a line whose last word is being typed. */
const asked: Readonly<Record<keyof typeof shellScripts, (words: readonly string[]) => string>> = {
  bash: (words) => `${shellScripts.bash}
COMP_WORDS=(${words.map((word) => `'${word}'`).join(" ")}); COMP_CWORD=${words.length - 1}
_moult; printf '%s\\n' "\${COMPREPLY[@]}"`,
  zsh: (words) => `compdef() { :; }
_describe() { local -n 2>/dev/null; printf '%s\\n' "\${found[@]}"; }
_files() { print :files; }
source =(print -r -- ${JSON.stringify(shellScripts.zsh).replaceAll("$", "\\$").replaceAll("\\n", "\n")})
words=(${words.map((word) => `'${word}'`).join(" ")}); CURRENT=${words.length}
_moult`,
  fish: (words) => `${shellScripts.fish}\ncomplete -C '${words.join(" ")}'`,
};

async function offered(shell: keyof typeof shellScripts, words: readonly string[]): Promise<string[]> {
  const { stdout } = await promisify(execFile)(shell, ["-c", asked[shell](words)], { env, cwd: folder });
  return stdout.split("\n").filter(Boolean);
}

const SHELLS = (["bash", "zsh", "fish"] as const).filter(isHere);

test.each(SHELLS)("%s completes commands, values and files", async (shell) => {
  const word = (line: string): string => line.split(/[\t:]/)[0] ?? "";
  expect((await offered(shell, ["moult", "fleet", "va"])).map(word)).toEqual(["validate"]);
  expect((await offered(shell, ["moult", "fleet", "list", "--engine", ""])).map(word)).toEqual([
    "embedded",
    "step-functions",
  ]);
  const files = await offered(shell, ["moult", "fleet", "apply", ""]);
  // bash takes the files itself, from its own completion.
  expect(files).toEqual({ bash: [], zsh: [":files"], fish: expect.arrayContaining(["moult"]) }[shell]);
});
