const { existsSync, readdirSync } = require("node:fs");
const { join } = require("node:path");

const folder = join(__dirname, "../functions");

/** Every function there is: a folder of functions/ with a function.yml, as serverless.yml names it. */
const functions = readdirSync(folder)
  .filter((name) => existsSync(join(folder, name, "function.yml")))
  .sort()
  .map((name) => `\${file(functions/${name}/function.yml)}`);

module.exports = { functions };
