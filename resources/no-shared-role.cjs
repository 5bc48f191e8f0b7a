/**
 * What the plugin reads of the framework.
 * @typedef {{ compiledCloudFormationTemplate: { Resources: { IamRoleLambdaExecution?: unknown } } }} Provider
 * @typedef {{ service: { provider: Provider } }} Serverless
 */

/**
 * A plugin of the deployment. serverless-iam-roles-per-function makes each function's role from a copy of the shared
 * one and then leaves that there, with the right to write every function's log. Once nothing uses it, it goes.
 */
class NoSharedRole {
  /** @param {Serverless} serverless */
  constructor(serverless) {
    const remove = () => {
      const { Resources: resources } = serverless.service.provider.compiledCloudFormationTemplate;
      const { IamRoleLambdaExecution: shared, ...others } = resources;
      if (shared && !JSON.stringify(others).includes('"IamRoleLambdaExecution"')) {
        delete resources.IamRoleLambdaExecution;
      }
    };
    this.hooks = { "before:package:finalize": remove };
  }
}

module.exports = NoSharedRole;
