import type {
  GetParameterHistoryRequest,
  GetParameterHistoryResult,
  LabelParameterVersionRequest,
  LabelParameterVersionResult,
  ParameterHistory,
  UnlabelParameterVersionRequest,
  UnlabelParameterVersionResult,
} from "@aws-sdk/client-ssm";
import type { World } from "../../../world/world.ts";
import { type Operation, paginate, ServiceFault } from "../../operation.ts";
import type { ParameterRecord, ParameterVersion } from "../state.ts";
import { pageSize } from "../validation.ts";
import { parameterOf } from "./store.ts";

/** aws-facts 9.4: 10 labels a version, none that begins with a digit, `aws` or `ssm`; SSM/LabelParameterVersion. */
const MOST_LABELS = 10;
const LABEL = /^(?!\d|aws|ssm)[a-z0-9_.-]{1,100}$/i;

/** Oldest first, at most 50 versions a page (aws-facts 9.4). Values are never encrypted, whatever WithDecryption says. */
export const getParameterHistory: Operation<GetParameterHistoryRequest, GetParameterHistoryResult> = {
  kind: "read",
  accepts: ["Name", "WithDecryption", "MaxResults", "NextToken"],
  handle: (input, { state, world }) => {
    const parameter = parameterOf(state, input.Name ?? "");
    const size = pageSize(input.MaxResults, { most: 50 });
    const { page, nextToken } = paginate(parameter.history, size, input.NextToken);
    return { Parameters: page.map((each) => apiVersion(parameter, each, world)), NextToken: nextToken };
  },
};

/**
 * Puts labels on a version, the newest unless one is named; a label that another version has moves. Those that break the
 * rules are only told, in InvalidLabels. More than 10 on a version: `ParameterVersionLabelLimitExceeded`.
 */
export const labelParameterVersion: Operation<LabelParameterVersionRequest, LabelParameterVersionResult> = {
  kind: "write",
  accepts: ["Name", "ParameterVersion", "Labels"],
  handle: (input, { world }) => {
    const { parameter, version } = named(world, input);
    const { Labels: labels = [] } = input;
    const valid = labels.filter((label) => LABEL.test(label));
    const after = new Set([...(version.labels ?? []), ...valid]);
    if (after.size > MOST_LABELS) {
      throw new ServiceFault(
        "ParameterVersionLabelLimitExceeded",
        `A parameter version can have a maximum of ${MOST_LABELS} labels.`,
      );
    }
    relabel(world, parameter, (each) =>
      each.version === version.version
        ? [...after]
        : (each.labels ?? []).filter((label) => !valid.includes(label)),
    );
    return {
      InvalidLabels: labels.filter((label) => !LABEL.test(label)),
      ParameterVersion: version.version,
    };
  },
};

/** Takes labels off a version. Those that it has not are only told, in InvalidLabels. */
export const unlabelParameterVersion: Operation<
  UnlabelParameterVersionRequest,
  UnlabelParameterVersionResult
> = {
  kind: "write",
  accepts: ["Name", "ParameterVersion", "Labels"],
  handle: (input, { world }) => {
    const { parameter, version } = named(world, input);
    const { Labels: labels = [] } = input;
    const had = version.labels ?? [];
    relabel(world, parameter, (each) =>
      each.version === version.version ? had.filter((label) => !labels.includes(label)) : (each.labels ?? []),
    );
    return {
      RemovedLabels: labels.filter((label) => had.includes(label)),
      InvalidLabels: labels.filter((label) => !had.includes(label)),
    };
  },
};

function named(world: World, input: LabelParameterVersionRequest) {
  const parameter = parameterOf(world.state, input.Name ?? "");
  const number = input.ParameterVersion ?? parameter.version;
  const version = parameter.history.find((each) => each.version === number);
  if (version) return { parameter, version };
  throw new ServiceFault(
    "ParameterVersionNotFound",
    `Systems Manager could not find version ${number} of ${parameter.name}. Verify the version and try again.`,
  );
}

function relabel(
  world: World,
  { name }: ParameterRecord,
  labelsOf: (version: ParameterVersion) => readonly string[],
): void {
  const stored = world.state.parameters.get(name);
  if (stored) stored.history = stored.history.map((each) => ({ ...each, labels: labelsOf(each) }));
}

const apiVersion = (
  parameter: ParameterRecord,
  version: ParameterVersion,
  { partition, account }: World,
): ParameterHistory => ({
  Name: parameter.name,
  Type: parameter.type as NonNullable<ParameterHistory["Type"]>,
  LastModifiedDate: new Date(version.modifiedAt),
  LastModifiedUser: `arn:${partition}:iam::${account}:root`,
  ...(version.description !== null && { Description: version.description }),
  Value: version.value,
  Version: version.version,
  Labels: [...(version.labels ?? [])],
  Tier: "Standard",
  Policies: [],
  DataType: version.dataType,
});
