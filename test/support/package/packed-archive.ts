import { execFile } from "node:child_process";
import { mkdtempSync, readdirSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

const ROOT = fileURLToPath(new URL("../../..", import.meta.url));
let packed: Promise<string> | undefined;

/** The archive that `npm run pack` makes, made once for all tests of this process; answers its path. */
export const packedArchive = (): Promise<string> => (packed ??= pack());

async function pack(): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), "moult-archive-"));
  const args = ["scripts/pack/pack.ts", "--pack-destination", folder];
  await promisify(execFile)(process.execPath, args, { cwd: ROOT });
  return join(folder, readdirSync(folder).find((name) => name.endsWith(".tgz")) ?? "");
}
