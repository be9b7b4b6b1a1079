/** Which entries of the audit log are wanted. */
export interface AuditFilter {
  actorId?: string | undefined;
  /** One action, or all that begin alike: `auth.*`. */
  action?: string | undefined;
  resourceType?: string | undefined;
  resourceId?: string | undefined;
  /** Made at this time or later. */
  from?: Date | undefined;
  /** Made at this time or earlier. */
  to?: Date | undefined;
}
