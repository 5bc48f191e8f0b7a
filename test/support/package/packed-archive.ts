import { execFile } from "node:child_process";
import { mkdtempSync, readdirSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

const ROOT = fileURLToPath(new URL("../../..", import.meta.url));
let packed: Promise<string> | undefined;

/** The archive that `npm run pack` makes, made once for all tests of this process; answers its path. */
export const packedArchive = (): Promise<string> => (packed ??= pack());

let unpacked: Promise<string> | undefined;

/** The same unpacked, once as well; answers its folder. A command of it takes half a second less than one of the source. */
export const unpackedArchive = (): Promise<string> => (unpacked ??= unpack());

async function unpack(): Promise<string> {
  const archive = await packedArchive();
  await promisify(execFile)("tar", ["-xzf", archive, "-C", dirname(archive)]);
  return join(dirname(archive), "package");
}

async function pack(): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), "moult-archive-"));
  const args = ["scripts/pack/pack.ts", "--pack-destination", folder];
  await promisify(execFile)(process.execPath, args, { cwd: ROOT });
  return join(folder, readdirSync(folder).find((name) => name.endsWith(".tgz")) ?? "");
}
