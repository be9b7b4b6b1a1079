import { unstable_createMemoryUploadHandler, unstable_parseMultipartFormData } from "@remix-run/node";

/** The largest file that the page takes: 8 MiB. */
const MAX_BYTES = 8 * 1024 * 1024;

/** What the form of the configuration page was sent with: the file when there is one, else the text. */
export async function readConfigurationForm(request: Request) {
  const refused = (problem: string) => ({ text: "", apply: false, problem });
  if (Number(request.headers.get("Content-Length") ?? 0) > 3 * MAX_BYTES) return refused(TOO_LARGE);
  let form: FormData;
  try {
    form = await unstable_parseMultipartFormData(
      request,
      unstable_createMemoryUploadHandler({ maxPartSize: MAX_BYTES }),
    );
  } catch (error) {
    return refused(error instanceof Error && /exceed/i.test(error.message) ? TOO_LARGE : "The form could not be read.");
  }
  const file = form.get("file");
  const text = file instanceof Blob && file.size > 0 ? await file.text() : String(form.get("text") ?? "");
  const apply = form.get("intent") === "apply";
  if (text.trim() === "") return refused("Paste a configuration, or choose a file.");
  return { text, apply, problem: null };
}

const TOO_LARGE = "The file is too large: 8 MiB at most.";
