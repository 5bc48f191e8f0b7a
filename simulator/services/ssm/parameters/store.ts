import type { WorldState } from "../../../world/state.ts";
import type { World } from "../../../world/world.ts";
import { ServiceFault } from "../../operation.ts";
import type { ParameterRecord } from "../state.ts";

/** aws-facts 1.5: 100 versions are kept. */
const VERSIONS_KEPT = 100;

/** What is written: everything but what the store itself counts. */
export type ParameterValue = Pick<
  ParameterRecord,
  "name" | "value" | "type" | "dataType" | "description" | "tags"
>;

type ParameterChange = "Create" | "Update" | "Delete";

/**
 * Throws `ParameterMaxVersionLimitExceeded` when another version would drop one that has a label (aws-facts 9.4).
 */
export function refuseToDropLabel(parameter: ParameterRecord | undefined): void {
  const [oldest] = parameter?.history ?? [];
  if (!oldest?.labels?.length || parameter?.history.length !== VERSIONS_KEPT) return;
  throw new ServiceFault(
    "ParameterMaxVersionLimitExceeded",
    `Version ${oldest.version} of ${parameter.name} has the labels ${oldest.labels.join(", ")} and is the oldest of ${VERSIONS_KEPT}: move its labels to a newer version first.`,
  );
}

/** Writes a value as the next version; the oldest beyond 100 versions is dropped. */
export function writeParameter(world: World, written: ParameterValue): ParameterRecord {
  const before = world.state.parameters.get(written.name);
  const version = (before?.version ?? 0) + 1;
  const modifiedAt = world.now();
  const { value, dataType, description } = written;
  const history = [...(before?.history ?? []), { version, value, dataType, description, modifiedAt }];
  const parameter = { ...written, version, modifiedAt, history: history.slice(-VERSIONS_KEPT) };
  world.state.parameters.set(written.name, parameter);
  return parameter;
}

/** Puts 'Parameter Store Change' on the bus. The value is never in it; `exception` says why nothing was changed. */
export function emitParameterChange(
  world: World,
  parameter: ParameterValue,
  operation: ParameterChange,
  exception?: string,
): void {
  const { name, type, dataType, description } = parameter;
  world.happened("ssm", "parameter-change", name, { operation, ...(exception && { exception }) });
  world.emit({
    "detail-type": "Parameter Store Change",
    source: "aws.ssm",
    resources: [parameterArn(world, name)],
    detail: {
      ...(exception !== undefined && { exception }),
      ...(dataType !== "text" && { dataType }),
      name,
      type,
      operation,
      ...(description !== null && { description }),
    },
  });
}

/** The ARN: a name that begins with a slash brings its own separator. */
export const parameterArn = (world: World, name: string): string =>
  world.arn("ssm", `parameter${name.startsWith("/") ? "" : "/"}${name}`);

/**
 * The parameter by name, ARN, `name:version` or `name:label`, with the value of that version. Throws `ParameterNotFound` or
 * `ParameterVersionNotFound`.
 */
export function parameterOf(
  state: WorldState,
  asked: string,
): ParameterRecord & { readonly selector?: string } {
  const named = asked.startsWith("arn:")
    ? asked.slice(asked.indexOf(":parameter") + ":parameter".length)
    : asked;
  const [name = "", version] = named.split(":");
  const parameter = state.parameters.get(name) ?? state.parameters.get(name.replace(/^\//, ""));
  if (!parameter) throw new ServiceFault("ParameterNotFound", `Parameter ${asked} not found.`);
  if (version === undefined) return parameter;
  const old = parameter.history.find(
    (each) => String(each.version) === version || each.labels?.includes(version),
  );
  if (old) return { ...parameter, ...old, selector: `:${version}` };
  throw new ServiceFault(
    "ParameterVersionNotFound",
    `Systems Manager could not find version ${version} of ${name}. Verify the version and try again.`,
  );
}
