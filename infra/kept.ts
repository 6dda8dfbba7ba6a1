/** What stays when the stack goes. */
import { RemovalPolicy } from "aws-cdk-lib";

/**
 * Of resources that hold evidence, tell of it or are needed to read it. A first deployment that fails takes them with it:
 * nothing is in them then, and what stayed would be in the way of the next try.
 */
export const KEPT = RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE;
