import type {
  DescribeListenerAttributesInput,
  DescribeListenerAttributesOutput,
  ModifyListenerAttributesInput,
  ModifyListenerAttributesOutput,
} from "@aws-sdk/client-elastic-load-balancing-v2";
import type { WorldState } from "../../../world/state.ts";
import type { Operation } from "../../operation.ts";
import {
  type AttributeRules,
  anything,
  apiAttributes,
  changedAttributes,
  flag,
  initialAttributes,
  whole,
} from "../attribute-change.ts";
import { listenerOf, loadBalancerOf } from "../faults.ts";
import type { ListenerRecord } from "../state.ts";

const TLS_HEADERS = [
  "x_amzn_mtls_clientcert_serial_number",
  "x_amzn_mtls_clientcert_issuer",
  "x_amzn_mtls_clientcert_subject",
  "x_amzn_mtls_clientcert_validity",
  "x_amzn_mtls_clientcert_leaf",
  "x_amzn_mtls_clientcert",
  "x_amzn_tls_version",
  "x_amzn_tls_cipher_suite",
];
const ANSWER_HEADERS = [
  "strict_transport_security",
  "access_control_allow_origin",
  "access_control_allow_methods",
  "access_control_allow_headers",
  "access_control_allow_credentials",
  "access_control_expose_headers",
  "access_control_max_age",
  "content_security_policy",
  "x_content_type_options",
  "x_frame_options",
];

/** Attributes with their defaults: ELB/ListenerAttribute. They are kept and have no effect. */
const HTTP: AttributeRules = {
  "routing.http.response.server.enabled": flag(true),
  ...named(ANSWER_HEADERS, (name) => `routing.http.response.${name}.header_value`),
};
const HTTPS: AttributeRules = {
  ...HTTP,
  ...named(TLS_HEADERS, (name) => `routing.http.request.${name}.header_name`),
};
const TCP: AttributeRules = { "tcp.idle_timeout.seconds": whole("350", 60, 6000) };

function named(names: readonly string[], key: (name: string) => string): AttributeRules {
  return Object.fromEntries(names.map((name) => [key(name), anything]));
}

function rulesFor(state: WorldState, listener: ListenerRecord): AttributeRules {
  if (loadBalancerOf(state, listener.loadBalancerArn).type === "application")
    return listener.protocol === "HTTPS" ? HTTPS : HTTP;
  return listener.protocol === "TCP" ? TCP : {};
}

const attributesOf = (state: WorldState, listener: ListenerRecord): Map<string, string> =>
  new Map([...initialAttributes(rulesFor(state, listener)), ...listener.attributes]);

export const describeListenerAttributes: Operation<
  DescribeListenerAttributesInput,
  DescribeListenerAttributesOutput
> = {
  kind: "read",
  accepts: ["ListenerArn"],
  handle: (input, { state }) => ({
    Attributes: apiAttributes(attributesOf(state, listenerOf(state, input.ListenerArn))),
  }),
};

export const modifyListenerAttributes: Operation<
  ModifyListenerAttributesInput,
  ModifyListenerAttributesOutput
> = {
  kind: "write",
  accepts: ["ListenerArn", "Attributes"],
  handle(input, { world }) {
    const listener = listenerOf(world.state, input.ListenerArn);
    const rules = rulesFor(world.state, listener);
    listener.attributes = changedAttributes(listener.attributes, input.Attributes, rules);
    return { Attributes: apiAttributes(attributesOf(world.state, listener)) };
  },
};
