import type {
  InstanceMetadataOptionsRequest,
  InstanceMetadataOptionsResponse,
  ModifyInstanceMetadataOptionsRequest,
  ModifyInstanceMetadataOptionsResult,
} from "@aws-sdk/client-ec2";
import { type Operation, ServiceFault } from "../../../operation.ts";
import type { MetadataSettings } from "../../server-state.ts";
import type { ImageRecord, InstanceRecord } from "../../state.ts";
import { requireState } from "../instance-checks.ts";
import { instanceOf } from "../lookup.ts";
import { isPending } from "./changing.ts";

const SWITCH = ["enabled", "disabled"] as const;
const TOKENS = ["optional", "required"] as const;
const LARGEST_HOP_LIMIT = 64;

/** What a launch that says nothing gets (EC2/InstanceMetadataOptionsRequest); ImdsSupport v2.0: aws-facts 8.8. */
export const defaultMetadata = ({ wantsTokens }: ImageRecord): MetadataSettings => ({
  endpoint: "enabled",
  ipv6: "disabled",
  tokens: wantsTokens ? "required" : "optional",
  hopLimit: wantsTokens ? 2 : 1,
  tags: "disabled",
});

/** The settings with those of a request laid over them: what is not given stays. */
export function changedMetadata(
  before: MetadataSettings,
  given: InstanceMetadataOptionsRequest,
): MetadataSettings {
  const hopLimit = given.HttpPutResponseHopLimit ?? before.hopLimit;
  if (!(hopLimit >= 1 && hopLimit <= LARGEST_HOP_LIMIT)) throw invalid("httpPutResponseHopLimit", hopLimit);
  return {
    endpoint: oneOf(SWITCH, "httpEndpoint", given.HttpEndpoint ?? before.endpoint),
    ipv6: oneOf(SWITCH, "httpProtocolIpv6", given.HttpProtocolIpv6 ?? before.ipv6),
    tokens: oneOf(TOKENS, "httpTokens", given.HttpTokens ?? before.tokens),
    hopLimit,
    tags: oneOf(SWITCH, "instanceMetadataTags", given.InstanceMetadataTags ?? before.tags),
  };
}

/** On a running or a stopped server; `pending` until it is applied (EC2/ModifyInstanceMetadataOptions). */
export const modifyInstanceMetadataOptions: Operation<
  ModifyInstanceMetadataOptionsRequest,
  ModifyInstanceMetadataOptionsResult
> = {
  kind: "write",
  accepts: [
    ...(["InstanceId", "HttpTokens", "HttpPutResponseHopLimit", "HttpEndpoint"] as const),
    ...(["HttpProtocolIpv6", "InstanceMetadataTags"] as const),
  ],
  handle: (input, { world }) => {
    const instance = instanceOf(world.state, input.InstanceId);
    requireState(instance, ["running", "stopped"]);
    const value = changedMetadata(instance.settings.metadata.value, input);
    instance.settings = { ...instance.settings, metadata: { value, changedAt: world.now() } };
    world.happened("ec2", "instance-modified", instance.id, { attribute: "metadataOptions" });
    return { InstanceId: instance.id, InstanceMetadataOptions: apiMetadata(instance, world.now()) };
  },
};

/** A server's metadata options as the API shows them. */
export function apiMetadata(instance: InstanceRecord, now: number): InstanceMetadataOptionsResponse {
  const { metadata } = instance.settings;
  return {
    State: isPending(metadata, instance, now) ? "pending" : "applied",
    HttpTokens: metadata.value.tokens,
    HttpPutResponseHopLimit: metadata.value.hopLimit,
    HttpEndpoint: metadata.value.endpoint,
    HttpProtocolIpv6: metadata.value.ipv6,
    InstanceMetadataTags: metadata.value.tags,
  };
}

function oneOf<T extends string>(values: readonly T[], name: string, given: string): T {
  const found = values.find((value) => value === given);
  if (found === undefined) throw invalid(name, given);
  return found;
}

const invalid = (name: string, value: unknown): ServiceFault =>
  new ServiceFault("InvalidParameterValue", `Value (${String(value)}) for parameter ${name} is invalid.`);
