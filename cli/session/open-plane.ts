import type { ControlPlane } from "../../src/engine/control-plane-port.ts";
import type { Io } from "../terminal/io.ts";
import type { AnswerContext, AskedAccount } from "./context.ts";
import type { Settings } from "./settings.ts";

/** How a command uses the control plane; the first to open it says so. */
export interface Opening {
  /** Beside the ledger it calls AWS, so that the account is asked for. Of a shared ledger it is always. */
  readonly aws?: boolean;
  /** It may begin a ledger: a file that is not there yet is made. */
  readonly beginsLedger?: boolean;
}

interface Opened {
  readonly context: AnswerContext;
  readonly line: string;
  /** Whose credentials these are, as AWS says it; null: nobody was asked, or AWS did not say. */
  readonly caller: string | null;
  /** Waited for after the context has been told: of a ledger that cannot be opened, which one it is. */
  readonly plane: Promise<ControlPlane>;
}

/** Opens the control plane, and says where it is. Throws InvalidInput for a place that is not named. */
export async function openWithContext(
  { io, settings }: { readonly io: Io; readonly settings: Settings },
  opening: Opening,
): Promise<Opened> {
  const { controlPlaneOptions } = await import("./control-plane-options.ts");
  const { answerContext, contextLine } = await import("./context.ts");
  const { beginsLedger = false } = opening;
  const environment = await withRegion(io, settings);
  const options = controlPlaneOptions(settings, environment, { beginsLedger });
  const plane = io.openControlPlane(options);
  plane.catch(() => undefined);
  const isAsked = opening.aws === true || options.table !== undefined;
  const asked = isAsked ? await askAccount(io, options) : await notAsked();
  const context = answerContext(options, io.environment, asked);
  return { context, line: contextLine(context), caller: asked.caller ?? null, plane };
}

/** The profile's file is read where nothing else names a Region. */
export async function withRegion(io: Io, { region }: Settings): Promise<Io["environment"]> {
  const { environment } = io;
  if (region !== undefined || environment.region !== undefined) return environment;
  return { ...environment, region: await io.profileRegion() };
}

const notAsked = async (): Promise<AskedAccount> => (await import("./context.ts")).NOT_ASKED;

async function whyNot(
  { environment: { profile } }: Io,
  { region }: Parameters<Io["identify"]>[0],
  error: Error,
): Promise<string> {
  const { connectionFault } = await import("../../src/errors/connection-faults.ts");
  return connectionFault(error, { profile, region })?.message ?? error.message.replace(/\. Next: .*$/s, "");
}

/** Longer than AWS takes, and short enough to wait for where it does not answer. */
const ACCOUNT_MS = 3000;

async function askAccount(io: Io, options: Parameters<Io["identify"]>[0]): Promise<AskedAccount> {
  const asked = io.identify(options).then(
    ({ account, arn }): AskedAccount => ({ account, caller: arn, reason: null }),
    async (error: Error): Promise<AskedAccount> => ({
      account: null,
      reason: await whyNot(io, options, error),
    }),
  );
  const { promise: late, resolve } = Promise.withResolvers<AskedAccount>();
  const forget = io.after(ACCOUNT_MS, () =>
    resolve({ account: null, reason: `AWS did not say within ${ACCOUNT_MS / 1000} s` }),
  );
  return Promise.race([asked, late]).finally(forget);
}
