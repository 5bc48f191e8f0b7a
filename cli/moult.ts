#!/usr/bin/env node
import { enableCompileCache } from "node:module";

// Node keeps what it has compiled for the next run, in the system's folder for temporary files: a first answer takes
// 0.05 to 0.16 s instead of 0.14 to 0.34 s. It has to be on before anything else is loaded.
enableCompileCache();
await import("./main.ts");
