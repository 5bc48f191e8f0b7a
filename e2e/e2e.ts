import { HELP, parseE2eOptions } from "./options.ts";

try {
  const options = parseE2eOptions(process.argv.slice(2));
  if (options.help) process.stdout.write(HELP);
  else {
    const { runAll } = await import("./run.ts");
    process.exitCode = (await runAll(options)) ? 0 : 1;
  }
} catch (error) {
  const { name, message, stack } = error instanceof Error ? error : new Error(String(error));
  const isPlain = name === "Unmet" || (error as { code?: string }).code?.startsWith("ERR_PARSE_ARGS");
  process.stderr.write(`e2e: ${isPlain ? message : (stack ?? message)}\n`);
  // Whoever counts, counts this: what could not be tried has not passed.
  process.stdout.write("0 passed, 1 failed\n");
  process.exitCode = 1;
}
