// npm leaves out packages that do not fit the Node it runs under. Ours run under the Node that is one of them, so npm is
// told of that one; the system's may be older.
const { packages } = require("../package-lock.json");
const own = packages[`node_modules/node-${process.platform}-${process.arch}`];
if (own) Object.defineProperty(process, "version", { value: `v${own.version}` });
