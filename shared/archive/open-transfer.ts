/** Binds the download of attachments to an account's hosts and limits. */
import type { Dispatcher } from "undici";
import { fetchAttachment, type TransferLimits } from "../leadsquared/transfer.ts";
import { checkAttachmentUrl } from "../leadsquared/url-guard.ts";
import type { OpenTransfer } from "./take-attachments.ts";

export interface TransferSettings {
  /** As `Account.attachmentHosts`. */
  readonly attachmentHosts: readonly string[];
  /** A `guardedAgent` of the same hosts. */
  readonly dispatcher: Dispatcher;
  readonly limits?: Partial<TransferLimits>;
}

/**
 * What downloads an attachment: its URL is checked against the hosts first, and its size and type against the API's.
 * @throws of the returned function: TransferError, also for a URL that is refused
 */
export function transferOpener({ attachmentHosts, dispatcher, limits = {} }: TransferSettings): OpenTransfer {
  return async (url, { described }, { signal, suspected }) => {
    const size =
      described.declaredSize !== null && described.declaredSize > 0 ? described.declaredSize : undefined;
    return fetchAttachment({
      url: checkAttachmentUrl(url, attachmentHosts),
      expected: {
        size,
        empty: described.declaredSize === 0,
        contentType: described.declaredType ?? undefined,
        described: described.foundIn === "Attachments",
      },
      dispatcher,
      limits,
      signal,
      suspected,
    });
  };
}
