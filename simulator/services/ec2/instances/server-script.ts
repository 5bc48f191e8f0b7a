import { ServiceFault } from "../../operation.ts";
import {
  type CommandExitCode,
  type CommandSeconds,
  HEALTHY_SCRIPT,
  type ImageRecord,
  type PathStatus,
  type ServerScript,
  type Tag,
} from "../state.ts";

const PREFIX = "sim:";
const EXIT_CODE_OF = "sim:command-exit-code:";
const SECONDS_OF = "sim:command-seconds:";
const STATUS_OF = "sim:http-status:";

type Read = (value: string) => Partial<ServerScript> | undefined;

const seconds = (value: string): number | undefined =>
  /^\d+(\.\d+)?$/.test(value) ? Number(value) : undefined;
const wholeUpTo = (value: string, largest: number): number | undefined =>
  /^\d+$/.test(value) && Number(value) <= largest ? Number(value) : undefined;
const secondsOrNever = (value: string): number | null | undefined =>
  value === "never" ? null : seconds(value);

// What each tag may hold, in words, and how it is read (undefined: it cannot be).
const TAGS: Readonly<Record<string, { readonly expects: string; readonly read: Read }>> = {
  "sim:boot-seconds": reader("seconds", seconds, (bootSeconds) => ({ bootSeconds })),
  "sim:agent-seconds": reader("seconds", seconds, (agentSeconds) => ({ agentSeconds })),
  "sim:healthy-seconds": reader("seconds or 'never'", secondsOrNever, (healthySeconds) => ({
    healthySeconds,
  })),
  "sim:sickens-seconds": reader("seconds or 'never'", secondsOrNever, (sickensSeconds) => ({
    sickensSeconds,
  })),
  "sim:command-exit-code": reader("a number from 0 to 255", exitCode, (commandExitCode) => ({
    commandExitCode,
  })),
  "sim:command-seconds": reader("seconds", seconds, (commandSeconds) => ({ commandSeconds })),
  "sim:http-status": reader("a number from 100 to 599", httpStatus, (status) => ({ httpStatus: status })),
  "sim:closed-ports": reader("ports, with commas between them", ports, (closedPorts) => ({ closedPorts })),
  "sim:error-rate": reader("a number from 0 to 1", share, (errorRate) => ({ errorRate })),
  "sim:errors-seconds": reader("seconds", seconds, (errorsSeconds) => ({ errorsSeconds })),
  "sim:response-seconds": reader("seconds", seconds, (responseSeconds) => ({ responseSeconds })),
  "sim:launch-failure": reader("an error code", errorCode, (launchFailure) => ({ launchFailure })),
};

/** The names of the tags that script an image's servers, as a person types them. */
export const SCRIPT_TAGS: readonly string[] = [
  ...Object.keys(TAGS),
  `${EXIT_CODE_OF}<part of the command>`,
  `${SECONDS_OF}<part of the command>`,
  `${STATUS_OF}<path>`,
];

/**
 * How servers of this image behave: its `sim:` tags win over the script of a scenario file, which wins over a healthy
 * server. Throws `InvalidParameterValue`, naming tag and value, on a tag that cannot be read.
 */
export function scriptOf(image: Pick<ImageRecord, "tags" | "script">): ServerScript {
  const base: ServerScript = { ...HEALTHY_SCRIPT, ...image.script };
  const {
    commandExitCodes = [],
    commandSecondsOf = [],
    httpStatusOf = [],
    ...rest
  } = scriptFromTags(image.tags);
  return {
    ...base,
    ...rest,
    commandExitCodes: [...commandExitCodes, ...base.commandExitCodes],
    commandSecondsOf: [...commandSecondsOf, ...base.commandSecondsOf],
    httpStatusOf: [...httpStatusOf, ...base.httpStatusOf],
  };
}

/** The part of a script that tags give; tags without the prefix `sim:` say nothing. */
export function scriptFromTags(tags: readonly Tag[]): Partial<ServerScript> {
  const own = tags.filter((tag) => tag.key.startsWith(PREFIX));
  const script = own.filter((tag) => !isByPart(tag)).map(readTag);
  const commandExitCodes = own.filter((tag) => tag.key.startsWith(EXIT_CODE_OF)).map(readExitCodeOf);
  const commandSecondsOf = own.filter((tag) => tag.key.startsWith(SECONDS_OF)).map(readSecondsOf);
  const httpStatusOf = own.filter((tag) => tag.key.startsWith(STATUS_OF)).map(readStatusOf);
  return Object.assign(
    {},
    ...script,
    commandExitCodes.length > 0 ? { commandExitCodes } : {},
    commandSecondsOf.length > 0 ? { commandSecondsOf } : {},
    httpStatusOf.length > 0 ? { httpStatusOf } : {},
  );
}

const isByPart = ({ key }: Tag): boolean =>
  [EXIT_CODE_OF, SECONDS_OF, STATUS_OF].some((prefix) => key.startsWith(prefix));

function readTag({ key, value }: Tag): Partial<ServerScript> {
  const tag = Object.hasOwn(TAGS, key) ? TAGS[key] : undefined;
  if (!tag) {
    throw new ServiceFault(
      "InvalidParameterValue",
      `Unknown tag '${key}'. Known: ${SCRIPT_TAGS.join(", ")}.`,
    );
  }
  return tag.read(value) ?? refuse(key, value, tag.expects);
}

function readExitCodeOf({ key, value }: Tag): CommandExitCode {
  const match = key.slice(EXIT_CODE_OF.length);
  const code = exitCode(value);
  if (match === "" || code === undefined) return refuse(key, value, "a number from 0 to 255");
  return { match, exitCode: code };
}

function readSecondsOf({ key, value }: Tag): CommandSeconds {
  const match = key.slice(SECONDS_OF.length);
  const taken = seconds(value);
  if (match === "" || taken === undefined) return refuse(key, value, "seconds");
  return { match, seconds: taken };
}

function readStatusOf({ key, value }: Tag): PathStatus {
  const path = key.slice(STATUS_OF.length);
  const status = httpStatus(value);
  if (!path.startsWith("/") || status === undefined)
    return refuse(key, value, "a path that begins with / and a number from 100 to 599");
  return { path, status };
}

function refuse(key: string, value: string, expects: string): never {
  throw new ServiceFault(
    "InvalidParameterValue",
    `Tag '${key}' has the value '${value}'; expected ${expects}.`,
  );
}

function reader<T>(
  expects: string,
  parse: (value: string) => T | undefined,
  put: (value: T) => Partial<ServerScript>,
): { readonly expects: string; readonly read: Read } {
  const read: Read = (value) => {
    const parsed = parse(value);
    return parsed === undefined ? undefined : put(parsed);
  };
  return { expects, read };
}

function exitCode(value: string): number | undefined {
  return wholeUpTo(value, 255);
}

function httpStatus(value: string): number | undefined {
  const status = wholeUpTo(value, 599);
  return status !== undefined && status >= 100 ? status : undefined;
}

function ports(value: string): number[] | undefined {
  const read = value.split(",").map((each) => wholeUpTo(each.trim(), 65_535));
  return read.every((each) => each !== undefined) ? read : undefined;
}

function share(value: string): number | undefined {
  const number = seconds(value);
  return number !== undefined && number <= 1 ? number : undefined;
}

function errorCode(value: string): string | undefined {
  return /^[A-Za-z.]+$/.test(value) ? value : undefined;
}
