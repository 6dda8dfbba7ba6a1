/**
 * Node's HTTP module for the bundles. An import of it by name reads all that it exports, the browser's WebSocket among it,
 * and so loads Node's own undici: 15 ms and more at each cold start.
 */
module.exports = process.getBuiltinModule("node:http");
