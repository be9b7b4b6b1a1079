import { createRequestHandler, type GetLoadContextFunction } from "@remix-run/express";
import type { ServerBuild } from "@remix-run/node";
import type { RequestHandler } from "express";

type Routes = ServerBuild["routes"];

/**
 * Remix for a build that doesn't change. For each request Remix ranks every route there is, and that takes longer than
 * most answers of the API: so each resource of the API (`/v1/alerts` and what is below it) has a handler of its own,
 * which knows that resource's routes only, and the one for whatever else is below `/v1`.
 */
export function remixHandler(build: ServerBuild, getLoadContext: GetLoadContextFunction): RequestHandler {
  const whole = createRequestHandler({ build, getLoadContext });
  const byResource = new Map<string, RequestHandler>();
  for (const resource of resourcesOf(build.routes)) {
    const routes = routesOf(build.routes, resource);
    byResource.set(resource, createRequestHandler({ build: { ...build, routes }, getLoadContext }));
  }
  return (request, response, next) => {
    const resource = /^\/v1\/[^/]+/.exec(request.path)?.[0];
    const handle = (resource === undefined ? undefined : byResource.get(resource)) ?? whole;
    return handle(request, response, next);
  };
}

/** `/v1/` and the first word behind it, of each route that has one. */
function resourcesOf(routes: Routes): Set<string> {
  const found = Object.keys(routes).map((id) => /^\/v1\/[^/:*]+(?=\/|$)/.exec(fullPath(routes, id))?.[0]);
  return new Set(found.filter((resource) => resource !== undefined));
}

/** A resource's routes, the one that answers for everything unknown, and those that they are nested in. */
function routesOf(routes: Routes, resource: string): Routes {
  const wanted = new Set<string>();
  for (const id of Object.keys(routes)) {
    const path = fullPath(routes, id);
    if (path !== resource && !path.startsWith(`${resource}/`) && path !== "/v1/*") continue;
    for (let at: string | undefined = id; at !== undefined; at = routes[at]?.parentId) wanted.add(at);
  }
  return Object.fromEntries(Object.entries(routes).filter(([id]) => wanted.has(id)));
}

/** A route's path is what it adds to that of the route it is nested in. */
function fullPath(routes: Routes, id: string): string {
  const parts: string[] = [];
  for (let at = routes[id]; at !== undefined; at = at.parentId === undefined ? undefined : routes[at.parentId]) {
    if (at.path !== undefined && at.path !== "") parts.unshift(at.path);
  }
  return `/${parts.join("/").replace(/^\/+/, "")}`;
}
