const {
  CloudFormationClient,
  CreateChangeSetCommand,
  DescribeStackResourceCommand,
  ExecuteChangeSetCommand,
  GetTemplateCommand,
  waitUntilChangeSetCreateComplete,
  waitUntilStackImportComplete,
} = require("@aws-sdk/client-cloudformation");
const { DynamoDBClient, ListTablesCommand, UpdateTableCommand } = require("@aws-sdk/client-dynamodb");

/**
 * What the plugin reads of the framework.
 * @typedef {{ Type: string, DeletionPolicy?: string, Properties: Record<string, unknown> }} Resource
 * @typedef {{ region: string }} Config
 * @typedef {{ getAwsSdkV3Config: () => Promise<Config>, naming: { getStackName: () => string } }} Provider
 * @typedef {{
 *   getProvider: (name: "aws") => Provider,
 *   service: {
 *     custom: { ledger?: string },
 *     provider: { compiledCloudFormationTemplate: { Resources: Record<string, Resource> } },
 *   },
 *   classes: { Error: new (message: string, code: string) => Error },
 * }} Serverless
 * @typedef {{ log: { notice: (text: string) => void } }} Utils
 * @typedef {{ stack: string, cloudFormation: CloudFormationClient, dynamo: DynamoDBClient }} Account
 */

const LEDGER = "Ledger";
const ANEW = "new";

/**
 * A plugin of the deployment. The ledger's table outlives its stack, and CloudFormation would give the next stack of
 * that name a new one, empty: fleets, generations and freezes would be gone without a word. So a deployment that is to
 * make a table first looks for one that an earlier stack of its name has left, and imports it into the stack.
 */
class KeepLedger {
  /**
   * @param {Serverless} serverless
   * @param {object} _options
   * @param {Utils} utils
   */
  constructor(serverless, _options, { log }) {
    this.serverless = serverless;
    this.log = log;
    /** Whether this deployment makes the table: protected once the stack stands, or a first one that fails could not take it back. */
    this.isMaking = false;
    this.hooks = {
      "after:aws:deploy:deploy:createStack": () => this.find(),
      "after:aws:deploy:deploy:updateStack": () => this.protect(),
    };
  }

  /** @returns {Promise<Account>} */
  async account() {
    const provider = this.serverless.getProvider("aws");
    const config = await provider.getAwsSdkV3Config();
    const stack = provider.naming.getStackName();
    return { stack, cloudFormation: new CloudFormationClient(config), dynamo: new DynamoDBClient(config) };
  }

  async find() {
    const account = await this.account();
    if ((await tableOf(account)) !== undefined) return;
    const { custom } = this.serverless.service;
    const left = custom.ledger === ANEW ? [] : await tablesLeft(account);
    const chosen = left.length > 1 ? left.filter((name) => name === custom.ledger) : left;
    const [table] = chosen;
    if (left.length > 1 && table === undefined)
      throw new this.serverless.classes.Error(
        `earlier stacks named ${account.stack} have left ${left.length} ledgers: ${left.join(", ")}. ` +
          `Say which goes on, --param="ledger=<name>", or begin anew with --param="ledger=${ANEW}"`,
        "SEVERAL_LEDGERS",
      );
    const own = this.serverless.service.provider.compiledCloudFormationTemplate.Resources[LEDGER];
    if (own === undefined) return;
    if (table === undefined) {
      this.isMaking = true;
      delete own.Properties["DeletionProtectionEnabled"];
      return;
    }
    await importTable(account, table, own);
    this.log.notice(`The ledger of an earlier stack goes on: ${table}`);
  }

  async protect() {
    if (!this.isMaking) return;
    const account = await this.account();
    const TableName = await tableOf(account);
    if (TableName === undefined) return;
    await account.dynamo.send(new UpdateTableCommand({ TableName, DeletionProtectionEnabled: true }));
  }
}

/**
 * The table that the stack has by now.
 * @param {Account} account
 * @returns {Promise<string | undefined>}
 */
async function tableOf({ stack: StackName, cloudFormation }) {
  const ask = new DescribeStackResourceCommand({ StackName, LogicalResourceId: LEDGER });
  try {
    const { StackResourceDetail: detail } = await cloudFormation.send(ask);
    return detail?.ResourceStatus === "DELETE_COMPLETE" ? undefined : detail?.PhysicalResourceId;
  } catch (error) {
    if (error instanceof Error && /does not exist/.test(error.message)) return undefined;
    throw error;
  }
}

/**
 * Tables that CloudFormation named for a stack of this name.
 * @param {Account} account
 */
async function tablesLeft({ stack, dynamo }) {
  const prefix = `${stack}-${LEDGER}-`;
  const { TableNames = [] } = await dynamo.send(new ListTablesCommand({ ExclusiveStartTableName: prefix }));
  return TableNames.filter((name) => name.startsWith(prefix));
}

/**
 * Adds the table to the stack as it stands. What the template says beyond that is for the update that follows.
 * @param {Account} account
 * @param {string} table
 * @param {Resource} resource
 */
async function importTable({ stack: StackName, cloudFormation }, table, resource) {
  const { TemplateBody = "{}" } = await cloudFormation.send(new GetTemplateCommand({ StackName }));
  const template = JSON.parse(TemplateBody);
  const { DeletionProtectionEnabled: _, ...Properties } = resource.Properties;
  template.Resources[LEDGER] = { ...resource, Properties };
  const ChangeSetName = `ledger-${Date.now()}`;
  await cloudFormation.send(
    new CreateChangeSetCommand({
      StackName,
      ChangeSetName,
      ChangeSetType: "IMPORT",
      TemplateBody: JSON.stringify(template),
      Capabilities: ["CAPABILITY_NAMED_IAM"],
      ResourcesToImport: [
        {
          ResourceType: resource.Type,
          LogicalResourceId: LEDGER,
          ResourceIdentifier: { TableName: table },
        },
      ],
    }),
  );
  const patience = { client: cloudFormation, maxWaitTime: 300, minDelay: 1, maxDelay: 5 };
  await waitUntilChangeSetCreateComplete(patience, { StackName, ChangeSetName });
  await cloudFormation.send(new ExecuteChangeSetCommand({ StackName, ChangeSetName }));
  await waitUntilStackImportComplete(patience, { StackName });
}

module.exports = KeepLedger;
