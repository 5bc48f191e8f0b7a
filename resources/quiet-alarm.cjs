const { alarmIds } = require("./alarm-ids.cjs");

/** One state for all alarms: OK is quiet. It tells nobody by itself, since each alarm does. */
const Resources = {
  QuietAlarm: {
    Type: "AWS::CloudWatch::CompositeAlarm",
    Properties: {
      AlarmName: "${self:service}-${self:provider.stage}-quiet",
      AlarmDescription:
        "OK while no alarm of moult rings. For dashboards, and for pipelines that wait for quiet; `moult fleet list` shows the fleets.",
      AlarmRule: { "Fn::Sub": alarmIds.map((id) => `ALARM("\${${id}.Arn}")`).join(" OR ") },
    },
  },
};

module.exports = { Resources };
