#!/usr/bin/env bash
# Puts `moult` on the path of the job's next steps: from ARCHIVE, or from the release of the version that this action is of,
# whose attestation says that its own workflow built it. In: ARCHIVE, GH_TOKEN; RUNNER_TEMP and GITHUB_PATH, of the runner.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
prefix="$RUNNER_TEMP/moult"
mkdir -p "$prefix"
archive=${ARCHIVE:-}
if [ -z "$archive" ]; then
  version=$(node --print 'JSON.parse(require("fs").readFileSync(process.argv[1], "utf8")).version' "$here/package.json")
  archive="$prefix/moult-$version.tgz"
  gh release download "v$version" --repo moult/moult --pattern "moult-$version.tgz" --dir "$prefix" --clobber
  gh attestation verify "$archive" --repo moult/moult
fi
npm install --global --offline --ignore-scripts --no-audit --no-fund --prefix "$prefix" "$archive"
echo "$prefix/bin" >>"$GITHUB_PATH"
"$prefix/bin/moult" --version
