const { existsSync, readdirSync } = require("node:fs");
const path = require("node:path");

const folder = path.join(__dirname, "../functions");

/** Every function there is: a folder of functions/ with a function.yml, as serverless.yml names it. */
const functions = readdirSync(folder)
  .filter((name) => existsSync(path.join(folder, name, "function.yml")))
  .sort()
  .map((name) => `\${file(functions/${name}/function.yml)}`);

module.exports = { functions };
