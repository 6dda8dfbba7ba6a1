/** What every trigger ends in: a wish to have one ticket archived. */

export interface ArchiveRequest {
  readonly orgId: number;
  readonly ticketId: number;
  /** Why, in a word or a sentence; stands in the version's message. */
  readonly reason: string;
  /** Who or what asked; stands as the version's user. */
  readonly requestedBy: string;
}
