import { mkdtempSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

interface Parsed {
  readonly context: { readonly errors: { getErrors(): readonly { readonly message: string }[] } };
}
type Parse = (file: { name: string; content: string }, trace: object) => Parsed;
interface Parsers {
  readonly NoOperationTraceWriter: new () => object;
  readonly parseAction: Parse;
  readonly parseWorkflow: Parse;
}

/** GitHub's own parsers of workflows and actions. Their package imports JSON as only bundlers do, so it is bundled first. */
const contents = `
export { NoOperationTraceWriter, parseWorkflow } from "@actions/workflow-parser";
export { parseAction } from "@actions/workflow-parser/actions/index";
`;
const folder = mkdtempSync(join(tmpdir(), "moult-github-parser-"));
const outfile = join(folder, "parser.cjs");
await build({
  stdin: { contents, resolveDir: fileURLToPath(new URL(".", import.meta.url)) },
  bundle: true,
  outfile,
  format: "cjs",
  platform: "node",
});
const { NoOperationTraceWriter, parseAction, parseWorkflow } = createRequire(import.meta.url)(
  outfile,
) as Parsers;
rmSync(folder, { recursive: true });

const faults =
  (parse: Parse) =>
  (name: string, content: string): string[] => {
    const { context } = parse({ name, content }, new NoOperationTraceWriter());
    return context.errors.getErrors().map(({ message }) => message);
  };

/** What GitHub has against an action's manifest, and against a workflow. */
export const actionFaults = faults(parseAction);
export const workflowFaults = faults(parseWorkflow);
