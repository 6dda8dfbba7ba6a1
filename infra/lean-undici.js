/** The part of undici that the functions use, for their bundles: the whole package would add 270 KB. */
import request from "../node_modules/undici/lib/api/api-request.js";
import buildConnector from "../node_modules/undici/lib/core/connect.js";
import errors from "../node_modules/undici/lib/core/errors.js";
import Agent from "../node_modules/undici/lib/dispatcher/agent.js";
import Dispatcher from "../node_modules/undici/lib/dispatcher/dispatcher.js";

// As undici's own index.js does with all its calls.
Dispatcher.prototype.request = request;

export { Agent, buildConnector, errors };
