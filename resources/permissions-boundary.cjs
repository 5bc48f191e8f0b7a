/**
 * What the plugin reads of the framework.
 * @typedef {{ Type: string, Properties?: Record<string, unknown> }} Resource
 * @typedef {{ compiledCloudFormationTemplate: { Resources: Record<string, Resource> } }} Provider
 * @typedef {{ service: { provider: Provider, custom?: { permissionsBoundary?: unknown } } }} Serverless
 */

/**
 * A plugin of the deployment. Gives every role the boundary of `custom.permissionsBoundary`, where one is named: an account
 * that enforces boundaries refuses to create a role without.
 */
class PermissionsBoundary {
  /** @param {Serverless} serverless */
  constructor(serverless) {
    const bound = () => {
      const { provider, custom } = serverless.service;
      const boundary = custom?.permissionsBoundary;
      if (!boundary) return;
      for (const resource of Object.values(provider.compiledCloudFormationTemplate.Resources))
        if (resource.Type === "AWS::IAM::Role")
          resource.Properties = { ...resource.Properties, PermissionsBoundary: boundary };
    };
    this.hooks = { "before:package:finalize": bound };
  }
}

module.exports = PermissionsBoundary;
