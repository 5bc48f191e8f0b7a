/** Types that show all alarms at once; neither emulator can make them. */
const SHOW_ALL = ["AWS::CloudWatch::CompositeAlarm", "AWS::CloudWatch::Dashboard"];

/** A plugin of the deployment for an emulator: takes out what shows all alarms at once. */
class LeaveOutAllAlarms {
  /** @param {{ service: { provider: { compiledCloudFormationTemplate: { Resources: Record<string, { Type?: string }> } } } }} serverless */
  constructor({ service }) {
    const leaveOut = () => {
      const { Resources } = service.provider.compiledCloudFormationTemplate;
      for (const name of Object.keys(Resources))
        if (SHOW_ALL.includes(String(Resources[name]?.Type))) delete Resources[name];
    };
    this.hooks = { "after:aws:package:finalize:mergeCustomProviderResources": leaveOut };
  }
}

module.exports = LeaveOutAllAlarms;
