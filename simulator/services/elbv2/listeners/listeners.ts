import type {
  CreateListenerInput,
  CreateListenerOutput,
  DeleteListenerInput,
  DeleteListenerOutput,
  DescribeListenersInput,
  DescribeListenersOutput,
  Listener,
  ModifyListenerInput,
  ModifyListenerOutput,
} from "@aws-sdk/client-elastic-load-balancing-v2";
import type { WorldState } from "../../../world/state.ts";
import { type Operation, ServiceFault } from "../../operation.ts";
import { invalid, listenerOf, loadBalancerOf, required } from "../faults.ts";
import { page } from "../pages.ts";
import { defaultRuleOf, listenersOf } from "../routing.ts";
import type { ListenerRecord, LoadBalancerRecord } from "../state.ts";
import { readTags } from "../tag-rules.ts";
import { checkActions } from "./action-checks.ts";
import { apiActions, readActions } from "./actions.ts";
import { deleteListener as removeListener } from "./listener-deletion.ts";
import { addRule, changeRule } from "./rule-changes.ts";

const PROTOCOLS: Record<LoadBalancerRecord["type"], readonly string[]> = {
  application: ["HTTP", "HTTPS"],
  network: ["TCP", "TLS", "UDP", "TCP_UDP"],
};

const KEPT_AS_GIVEN = ["SslPolicy", "Certificates", "AlpnPolicy"] as const;

export const createListener: Operation<CreateListenerInput, CreateListenerOutput> = {
  kind: "write",
  accepts: ["LoadBalancerArn", "Protocol", "Port", "DefaultActions", "Tags", ...KEPT_AS_GIVEN],
  handle(input, { world }) {
    const balancer = loadBalancerOf(world.state, input.LoadBalancerArn);
    const protocol = checkedProtocol(required(input.Protocol, "Protocol"), balancer);
    const port = required(input.Port, "Port");
    if (listenersOf(world.state, balancer.arn).some((each) => each.port === port))
      throw new ServiceFault(
        "DuplicateListener",
        "A listener already exists on this port for this load balancer",
      );
    const actions = readActions(input.DefaultActions);
    checkActions(world.state, { loadBalancerArn: balancer.arn }, actions);
    const listener: ListenerRecord = {
      arn: `${balancer.arn.replace(":loadbalancer/", ":listener/")}/${world.random.hex(16)}`,
      loadBalancerArn: balancer.arn,
      protocol,
      port,
      verbatim: given(input),
      attributes: new Map(),
      tags: readTags(input.Tags),
    };
    world.state.listeners.set(listener.arn, listener);
    addRule(world, { listener, priority: "default", conditions: [], actions, tags: [] });
    return { Listeners: [apiListener(listener, world.state)] };
  },
};

export const modifyListener: Operation<ModifyListenerInput, ModifyListenerOutput> = {
  kind: "write",
  accepts: ["ListenerArn", "Protocol", "Port", "DefaultActions", ...KEPT_AS_GIVEN],
  handle(input, { world }) {
    const listener = listenerOf(world.state, input.ListenerArn);
    if (input.Port !== undefined && input.Port !== listener.port)
      throw invalid("Changing a listener's port is not simulated");
    if (input.Protocol !== undefined && input.Protocol !== listener.protocol)
      throw invalid("Changing a listener's protocol is not simulated");
    const rule = defaultRuleOf(world.state, listener.arn);
    if (input.DefaultActions !== undefined && rule !== undefined) {
      // The list given replaces the list there was, whole (aws-facts 1.4).
      const actions = readActions(input.DefaultActions);
      checkActions(world.state, listener, actions);
      changeRule(world, rule, { actions });
    }
    listener.verbatim = { ...listener.verbatim, ...given(input) };
    return { Listeners: [apiListener(listener, world.state)] };
  },
};

export const describeListeners: Operation<DescribeListenersInput, DescribeListenersOutput> = {
  kind: "read",
  accepts: ["LoadBalancerArn", "ListenerArns", "Marker", "PageSize"],
  handle(input, { state }) {
    const byArn = input.ListenerArns?.map((arn) => listenerOf(state, arn));
    if (byArn === undefined && input.LoadBalancerArn === undefined)
      throw invalid("You must specify either listener ARNs or a load balancer ARN");
    const found = byArn ?? listenersOf(state, loadBalancerOf(state, input.LoadBalancerArn).arn);
    const { items, marker } = page(found, input);
    return { Listeners: items.map((each) => apiListener(each, state)), ...marker };
  },
};

export const deleteListener: Operation<DeleteListenerInput, DeleteListenerOutput> = {
  kind: "write",
  accepts: ["ListenerArn"],
  handle(input, { world }) {
    removeListener(world, listenerOf(world.state, input.ListenerArn).arn);
    return {};
  },
};

function checkedProtocol(protocol: string, balancer: LoadBalancerRecord): string {
  if (PROTOCOLS[balancer.type].includes(protocol)) return protocol;
  throw new ServiceFault(
    "UnsupportedProtocol",
    `The protocol '${protocol}' is not supported by load balancers of type '${balancer.type}'`,
  );
}

const given = (input: CreateListenerInput | ModifyListenerInput): Readonly<Record<string, unknown>> =>
  Object.fromEntries(KEPT_AS_GIVEN.flatMap((key) => (input[key] === undefined ? [] : [[key, input[key]]])));

function apiListener(record: ListenerRecord, state: WorldState): Listener {
  return {
    ...record.verbatim,
    ListenerArn: record.arn,
    LoadBalancerArn: record.loadBalancerArn,
    Protocol: record.protocol as NonNullable<Listener["Protocol"]>,
    Port: record.port,
    DefaultActions: apiActions(defaultRuleOf(state, record.arn)?.actions ?? []),
  };
}
