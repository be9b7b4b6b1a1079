/** The form's fields as the browser sends them. */
export interface WatchlistFields {
  name?: string | undefined;
  network?: string | undefined;
  address?: string | undefined;
  tags?: string | undefined;
  abi?: string | undefined;
  abis?: { name?: string | undefined; abi?: string | undefined }[] | undefined;
  watchControl?: boolean | undefined;
  enabled?: boolean | undefined;
}
