/** fauxqs, which takes every character that SQS takes. */
import { buildApp } from "fauxqs";
import { INVALID_MESSAGE_BODY_CHAR } from "../../../node_modules/fauxqs/dist/sqs/sqsTypes.js";

/** SendMessage's documentation names them. */
const NOT_TAKEN = /[^\t\n\r -\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/u;

// fauxqs 2.4.1 refuses what lies beyond U+FFFF, such as emoji.
INVALID_MESSAGE_BODY_CHAR.test = (text) => NOT_TAKEN.test(text);

export const buildQueueApp = buildApp;
