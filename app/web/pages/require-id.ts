import { Id } from "~/domain/shared-schemas";

/** An id out of a page's URL. @throws Response 404 when it can't be one: there is no such thing then. */
export function requireId(param: string | undefined): string {
  const id = Id.safeParse(param?.toLowerCase());
  if (!id.success) throw new Response("There is nothing with this id.", { status: 404 });
  return id.data;
}
