/**
 * What the plugin reads of the framework.
 * @typedef {{ Type?: string, DependsOn?: string[], Properties?: { Role?: { "Fn::GetAtt"?: [string, string] } } }} Resource
 * @typedef {{ IamRoleLambdaExecution?: Resource } & Record<string, Resource>} Resources
 * @typedef {{ service: { provider: { compiledCloudFormationTemplate: { Resources: Resources } } } }} Serverless
 */

/**
 * A plugin of the deployment. serverless-iam-roles-per-function makes each function's role from a copy of the shared
 * one and then leaves that there, with the right to write every function's log. Once nothing uses it, it goes. So does
 * what says a second time that a function needs its role (cfn-lint W3005).
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
      for (const resource of Object.values(resources)) {
        const role = resource.Properties?.Role?.["Fn::GetAtt"]?.[0];
        if (resource.Type === "AWS::Lambda::Function" && Array.isArray(resource.DependsOn))
          resource.DependsOn = resource.DependsOn.filter((name) => name !== role);
      }
    };
    this.hooks = { "before:package:finalize": remove };
  }
}

module.exports = NoSharedRole;
