import { Command, CommanderError } from "commander";
import { oneLine } from "../src/errors/one-line.ts";
import type { Cli } from "./cli.ts";
import { addCommands } from "./commands.ts";
import { type ExitCode, exitCodes } from "./exit-codes.ts";
import type { Offer } from "./session/leaving.ts";
import { openSession, type Session } from "./session/session.ts";
import { addSettings, type Settings, withOutput } from "./session/settings.ts";
import { printError } from "./terminal/error-printer.ts";
import type { Io } from "./terminal/io.ts";

/** Runs one command line (without `node` and the script) and answers its exit code. Never throws. */
export async function run(argv: readonly string[], io: Io): Promise<ExitCode> {
  const program = addSettings(new Command("moult"))
    .description("Keeps EC2 fleets immutable: replaces them blue/green, and proves every step.")
    .exitOverride()
    .showSuggestionAfterError()
    .configureHelp({ showGlobalOptions: true })
    .configureOutput({
      writeOut: (text) => io.stdout.write(text),
      writeErr: (text) => io.stderr.write(text),
      outputError: () => undefined,
      getOutHelpWidth: () => io.stdout.width,
      getErrHelpWidth: () => io.stderr.width,
    });
  let code: ExitCode = exitCodes.done;
  let opened: Session | undefined;
  const cli: Cli = {
    run: async (command, work) => {
      code = await inSession(io, withOutput(command.optsWithGlobals<Settings>()), (session) => {
        opened = session;
        return work(session);
      });
    },
  };
  addCommands(program, cli);
  program.on("option:version", () => {
    throw new CommanderError(1, "moult.version", "--version stands without a command");
  });
  try {
    await program.parseAsync(asCommand(program, argv), { from: "user" });
    return code;
  } catch (error) {
    // Of a command line that cannot be parsed it is not known what else it says.
    const telling = { json: isJson(argv), context: opened?.context() ?? null };
    if (!(error instanceof CommanderError)) return printError(error, io, telling);
    if (error.exitCode === 0) return exitCodes.done;
    // `moult` or `moult fleet` alone: the help was printed, and nothing was done.
    if (error.code === "commander.help") return exitCodes.error;
    return printError(usageError(error, commandOf(program, argv)), io, telling);
  }
}

/** `moult --version` as the command that it stands for. */
function asCommand(program: Command, argv: readonly string[]): readonly string[] {
  const isVersion = (word: string): boolean => word === "--version" || word === "-V";
  const isCommand = (word: string): boolean => program.commands.some((each) => each.name() === word);
  if (!argv.some(isVersion) || argv.some(isCommand)) return argv;
  return ["version", ...argv.filter((word) => !isVersion(word))];
}

function isJson(argv: readonly string[]): boolean {
  const end = argv.indexOf("--");
  const options = argv.slice(0, end === -1 ? argv.length : end);
  const isOutput = options.some((word, index) => word === "json" && options[index - 1] === "--output");
  return isOutput || options.includes("--json") || options.includes("--output=json");
}

async function inSession(
  io: Io,
  settings: Settings,
  work: (session: Session) => Promise<ExitCode>,
): Promise<ExitCode> {
  const open = openSession(io, settings);
  try {
    const leaving = await whenLeaving(io, settings);
    const code = await Promise.race([work(open.session), leaving.code]).finally(() => leaving.forget());
    if (code === exitCodes.detached || code === exitCodes.ended || code === exitCodes.timedOut) {
      open.leave();
      const why = code === exitCodes.timedOut ? `${settings.timeout} have passed.` : "Interrupted.";
      open.session.say(`${why} ${open.farewell()}`.trimEnd());
      await takeOffer(open.session, open.offer(), code !== exitCodes.ended);
    }
    return code;
  } finally {
    await open.close();
  }
}

/** Asks where somebody is there to answer; else it says what stands. */
async function takeOffer(session: Session, offer: Offer | undefined, isThere: boolean): Promise<void> {
  if (offer === undefined) return;
  const { what, name } = offer;
  const { io } = session;
  if (io.ask === undefined || !isThere) return session.say(what);
  const answer = await io.ask(`${what}\nType ${name} to give it back, or Enter to keep it: `);
  if (answer?.trim() === name) session.say(await offer.act());
}

/** The exit code with which the person (Ctrl-C) or --timeout ends the command early, once one of them does. */
async function whenLeaving(
  io: Io,
  { timeout }: Settings,
): Promise<{ code: Promise<ExitCode>; forget(): void }> {
  const { promise, resolve } = Promise.withResolvers<ExitCode>();
  const forgetInterrupt = io.onInterrupt((signal) =>
    resolve(signal === "SIGTERM" ? exitCodes.ended : exitCodes.detached),
  );
  let forgetTimer = () => {};
  if (timeout !== undefined) {
    const { parseDuration } = await import("../src/domain/duration.ts");
    const seconds = parseDuration(timeout);
    if (seconds === undefined) {
      forgetInterrupt();
      const { InvalidInput } = await import("../src/errors/errors.ts");
      throw new InvalidInput(`--timeout ${timeout} is not a duration: write it as 30s, 5m or 2h`);
    }
    forgetTimer = io.after(seconds * 1000, () => resolve(exitCodes.timedOut));
  }
  const forget = () => {
    forgetInterrupt();
    forgetTimer();
  };
  return { code: promise, forget };
}

function usageError(error: CommanderError, command: string): Error {
  const said = error.message
    .replace(/^error: /, "")
    .replace(/\.?\n\(Did you mean (.*)\?\)$/, ": did you mean $1?");
  const usage = new Error(oneLine(`${said}${/[.?]$/.test(said) ? "" : "."} See \`${command} --help\`.`));
  usage.name = "InvalidInput";
  return usage;
}

/** The command that a command line means, as far as it can be told: `moult rollout start`. */
function commandOf(program: Command, argv: readonly string[]): string {
  let command = program;
  let path = program.name();
  for (const word of argv) {
    const child = command.commands.find((each) => each.name() === word);
    if (child === undefined) continue;
    command = child;
    path += ` ${word}`;
  }
  return path;
}
