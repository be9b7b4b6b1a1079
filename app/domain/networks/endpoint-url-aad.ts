/** What an endpoint's encrypted URL is bound to, so that an envelope copied to another row does not open. */
export function endpointUrlAad(endpointId: string): string {
  return `endpoints:url_encrypted:${endpointId}`;
}
