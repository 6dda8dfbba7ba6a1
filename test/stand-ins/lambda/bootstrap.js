/**
 * What Lambda's Node runtime does in a function's process: loads the handler, asks for events, posts what comes of them.
 * Plain JavaScript with nothing loaded that Node has not loaded itself, so that a measured start is the function's own.
 */
import { pathToFileURL } from "node:url";

// An import would also load Node's own undici, through the module's getters, which takes as long as all of Node's start.
const { Agent, request } = process.getBuiltinModule("node:http");

const {
  AWS_LAMBDA_RUNTIME_API: api = "",
  AWS_LAMBDA_FUNCTION_NAME: functionName,
  AWS_LAMBDA_FUNCTION_VERSION: functionVersion,
  AWS_LAMBDA_FUNCTION_MEMORY_SIZE: memoryLimitInMB,
  AWS_LAMBDA_LOG_GROUP_NAME: logGroupName,
  AWS_LAMBDA_LOG_STREAM_NAME: logStreamName,
  LAMBDA_TASK_ROOT: root,
  _HANDLER: handlerName = "",
} = process.env;
const [host, port] = api.split(":");
const agent = new Agent({ keepAlive: true, maxSockets: 1 });

/** One exchange with the Runtime API. */
function exchange(method, path, body, headers = {}) {
  return new Promise((resolve, reject) => {
    const options = { agent, host, port, method, path: `/2018-06-01/runtime/${path}`, headers };
    const sent = request(options, (response) => {
      const pieces = [];
      response.on("data", (piece) => pieces.push(piece));
      response.on("end", () =>
        resolve({ headers: response.headers, body: Buffer.concat(pieces).toString() }),
      );
      response.on("error", reject);
    });
    sent.on("error", reject);
    sent.end(body);
  });
}

/** Logged and posted, as Lambda does with what a handler throws. */
function postError(path, error) {
  const isError = error instanceof Error;
  const errorType = isError ? error.name : typeof error;
  const errorMessage = isError ? error.message : String(error);
  const trace = isError ? String(error.stack).split("\n") : [];
  const body = JSON.stringify({ errorType, errorMessage, trace });
  process.stderr.write(`ERROR ${body}\n`);
  return exchange("POST", path, body, { "lambda-runtime-function-error-type": errorType });
}

function contextOf(headers) {
  const deadline = Number(headers["lambda-runtime-deadline-ms"]);
  return {
    callbackWaitsForEmptyEventLoop: true,
    functionName,
    functionVersion,
    memoryLimitInMB,
    logGroupName,
    logStreamName,
    invokedFunctionArn: headers["lambda-runtime-invoked-function-arn"],
    awsRequestId: headers["lambda-runtime-aws-request-id"],
    getRemainingTimeInMillis: () => Math.max(0, deadline - Date.now()),
  };
}

async function loadHandler() {
  const [file, name = ""] = handlerName.split(".");
  const { [name]: handler } = await import(pathToFileURL(`${root}/${file}.mjs`).href);
  if (typeof handler !== "function") throw new TypeError(`${handlerName} is undefined or not exported`);
  return handler;
}

async function serveOne(handler) {
  const { headers, body } = await exchange("GET", "invocation/next");
  const context = contextOf(headers);
  process.env["_X_AMZN_TRACE_ID"] = headers["lambda-runtime-trace-id"];
  const invocation = `invocation/${context.awsRequestId}`;
  try {
    const result = await handler(JSON.parse(body), context);
    await exchange("POST", `${invocation}/response`, JSON.stringify(result ?? null));
  } catch (error) {
    await postError(`${invocation}/error`, error);
  }
}

try {
  const handler = await loadHandler();
  for (;;) await serveOne(handler);
} catch (error) {
  await postError("init/error", error).catch(() => {});
  process.exit(1);
}
