import { isRouteErrorResponse, Link, useRevalidator } from "@remix-run/react";

import { paths } from "~/paths";
import { Button } from "./ui/button";
import { buttonClass } from "./ui/button-class";
import { ErrorState } from "./ui/error-state";

interface Props {
  error: unknown;
  requestId?: string | undefined;
}

/** A page that could not be shown, told by its kind: not there, not allowed, or broken. */
export function PageError({ error, requestId }: Props) {
  const { revalidate, state } = useRevalidator();
  const status = isRouteErrorResponse(error) ? error.status : 500;
  const { title, text } = wordsFor(status);
  const mayPass = status >= 500;
  return (
    <ErrorState
      title={title}
      isAnswer={!mayPass}
      reference={mayPass ? requestId : undefined}
      {...(mayPass
        ? { stillWorks: "detection and notifications run apart from this page and are not stopped by its failure." }
        : {})}
      action={
        <>
          {mayPass ? (
            <Button look="primary" onClick={revalidate} disabled={state === "loading"}>
              {state === "loading" ? "Trying…" : "Try again"}
            </Button>
          ) : null}
          <Link to={paths.alerts()} className={buttonClass(mayPass ? "plain" : "primary")}>
            To the alerts
          </Link>
        </>
      }
    >
      {text}
    </ErrorState>
  );
}

function wordsFor(status: number): { title: string; text: string } {
  if (status === 404) {
    return { title: "There is nothing here", text: "It may have been deleted, or the link is incomplete." };
  }
  if (status === 403) {
    return { title: "Your role doesn't allow this", text: "Ask an administrator of this Sentinel for the right." };
  }
  if (status === 503) {
    return { title: "The database can't be reached", text: "Sentinel is running, but can't read what it stores." };
  }
  if (status < 500)
    return { title: "That can't be shown", text: "The address of this page doesn't make sense to Sentinel." };
  return { title: "This page failed", text: "Something went wrong inside Sentinel while it made this page." };
}
