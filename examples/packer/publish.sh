#!/usr/bin/env bash
# Tells moult of the image that Packer built last. In: manifest.json; CHANNEL, a parameter that fleets follow, and FLEET.
# Needs aws and jq. With CHANNEL the parameter is written, which is enough: its event starts the rollout. Without it an event
# says that the image is there, for fleets that choose by tags.
set -euo pipefail
build=$(jq --exit-status --raw-output '.last_run_uuid as $run | .builds[] | select(.packer_run_uuid == $run) | .artifact_id' manifest.json)
# `eu-central-1:ami-0abcdef1234567890`; with copies in other Regions there is one for each, with commas between them.
region=${build%%:*}
image=${build#*:}
image=${image%%,*}
if [ -n "${CHANNEL:-}" ]; then
  aws ssm put-parameter --region "$region" --name "$CHANNEL" --type String --data-type aws:ec2:image --overwrite --value "$image"
  exit
fi
detail=$(jq --null-input --compact-output --arg image "$image" --arg region "$region" --arg fleet "${FLEET:-}" \
  '{imageId: $image, region: $region} + (if $fleet == "" then {} else {fleet: $fleet} end)')
entries=$(jq --null-input --compact-output --arg detail "$detail" \
  '[{Source: "packer.build", DetailType: "AMI Published", Detail: $detail}]')
# PutEvents answers 200 also where it took nothing.
failed=$(aws events put-events --region "$region" --entries "$entries" --query FailedEntryCount --output text)
[ "$failed" = 0 ] || { echo "the event of $image was not taken" >&2; exit 1; }
