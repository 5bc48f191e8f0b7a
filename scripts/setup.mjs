// Installs what the project needs, once per lock file. Runs on any Node >= 20; everything after it runs on the
// Node 24 that the lock file brings to node_modules/.bin (Linux) or that the machine has (elsewhere).
import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

const root = new URL("..", import.meta.url);
/** @param {string} name */
const path = (name) => fileURLToPath(new URL(name, root));
const stamp = path("node_modules/.moult-setup");
const wanted = createHash("sha256")
  .update(readFileSync(path("package-lock.json")))
  .digest("hex");

if (!existsSync(stamp) || readFileSync(stamp, "utf8") !== wanted) {
  process.stderr.write("Installing the pinned dependencies (once; about a minute) ...\n");
  const npm = process.env["npm_execpath"];
  const [command, first] = npm ? [process.execPath, [npm]] : ["npm", []];
  /** @type {import("node:child_process").ExecFileSyncOptions} */
  const options = {
    cwd: path("."),
    stdio: ["ignore", "ignore", "inherit"],
    // npm hands its own settings to the scripts it runs; a dry run or a global install must not leak in.
    env: { ...process.env, npm_config_loglevel: "error" },
  };
  // A package that is installed runs no code of its own: that is how most poisoned ones act. esbuild's script alone is
  // run, which puts its program where the bundler calls it; what three others build nothing here needs.
  execFileSync(command, [...first, "ci", "--ignore-scripts", "--no-audit", "--no-fund"], options);
  execFileSync(command, [...first, "rebuild", "esbuild", "--ignore-scripts=false"], options);
  writeFileSync(stamp, wanted);
}

const bundled = path("node_modules/.bin/node");
const node = existsSync(bundled) ? bundled : process.execPath;
const version = execFileSync(node, ["--version"], { encoding: "utf8" }).trim();
if (Number(version.slice(1).split(".")[0]) < 24) {
  process.stderr.write(
    `moult runs on Node 24 or newer; this machine has ${version} and no bundled one for ${process.platform}-${process.arch}.\n` +
      "Install Node 24 (https://nodejs.org) and run the command again.\n",
  );
  process.exit(1);
}
