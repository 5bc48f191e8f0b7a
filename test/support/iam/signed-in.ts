// Users sign in before they reach the servers: whoever writes such a rule is asked for more.
import {
  type Action,
  DescribeListenersCommand,
  ModifyListenerCommand,
} from "@aws-sdk/client-elastic-load-balancing-v2";
import { expect, type ScenarioPlan, scenario, type Web } from "../scenarios/harness.ts";
import { roles } from "./under-roles.ts";

const POOL = "arn:aws:cognito-idp:us-east-1:123456789012:userpool/us-east-1_staff";

const login: Action = {
  Type: "authenticate-cognito",
  Order: 1,
  AuthenticateCognitoConfig: { UserPoolArn: POOL, UserPoolClientId: "web", UserPoolDomain: "staff" },
};
const checked: Action = {
  Type: "jwt-validation",
  Order: 2,
  JwtValidationConfig: { JwksEndpoint: "https://staff.example/keys", Issuer: "https://staff.example" },
};

/** Users sign in before they reach the servers. */
const SIGNED_IN: ScenarioPlan = {
  before: async ({ person, account }) => {
    const forward = { Type: "forward" as const, Order: 3, TargetGroupArn: account.targetGroups[0] };
    const DefaultActions = [login, checked, forward];
    await person.elbv2.send(new ModifyListenerCommand({ ListenerArn: account.listener, DefaultActions }));
  },
};

/** What stands before the forward, in its order. */
async function before({ person, account }: Web): Promise<Action[]> {
  const asked = new DescribeListenersCommand({ ListenerArns: [account.listener] });
  const { Listeners = [] } = await person.elbv2.send(asked);
  return (Listeners[0]?.DefaultActions ?? []).filter(({ Type }) => Type !== "forward");
}

const poolsDenied = () => roles.iam.denials.filter(({ action }) => action.startsWith("cognito-idp"));

scenario("a rule that authenticates by Cognito forwards to green, and still does", SIGNED_IN, async (web) => {
  await web.publish();
  await web.settled();
  expect(poolsDenied()).toEqual([]);
  expect(await web.rollout()).toMatchObject({ outcome: "succeeded" });
  expect(await before(web)).toEqual([login, checked]);
});

scenario("and it goes back", SIGNED_IN, async (web) => {
  await web.publish();
  await web.untilShifted(50);
  await web.abort();
  await web.settled();
  expect(poolsDenied()).toEqual([]);
  expect(await web.rollout()).toMatchObject({ outcome: "rolled-back" });
  expect(await before(web)).toEqual([login, checked]);
});
