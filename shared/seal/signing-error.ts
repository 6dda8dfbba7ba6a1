/** What a signer throws when it cannot sign. */
import { TicketvaultError } from "../errors.ts";

/** The key cannot be used: `key-unusable` for good, `key-unavailable` for now. No entry was signed. */
export class SigningError extends TicketvaultError {}
