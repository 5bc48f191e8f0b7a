import { fromEnv } from "@aws-sdk/credential-provider-env";
import type { ClientSettings } from "./clients.ts";

/**
 * How a function makes its clients: with the credentials that Lambda puts into the environment, which stay the same for
 * as long as the function's process lives. The SDK's default chain, which also asks for profiles and single sign-on,
 * is not in the bundles (src/lambda/no-default-provider.ts).
 */
export const lambdaSettings = (region: string): ClientSettings => ({ region, credentials: fromEnv() });
