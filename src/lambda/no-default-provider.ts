import { InvalidInput } from "../errors/errors.ts";

/**
 * Stands in the bundles for @aws-sdk/credential-provider-node (resources/esbuild.yml), which every client imports and
 * which is 90 KB of ways to sign in that no function uses. Called when a client is made without credentials.
 */
export function defaultProvider(): never {
  throw new InvalidInput(
    "a function's client was made without credentials: make it with lambdaSettings (src/aws/lambda-settings.ts)",
  );
}
