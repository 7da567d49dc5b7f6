import { isSafe } from '../sign-in/cross-site';

/** Whether a request to the Temporal UI's server changes nothing: then an auditor may make it. Unknown POSTs count as acts. */
export function onlyReads(method: string, path: string): boolean {
  if (isSafe(method)) return true;
  if (method !== 'POST') return false;
  // An encoded slash or a dot segment could become another address further on.
  if (/%2f|%5c|\\|(^|\/)\.{1,2}(\/|$)|%2e/i.test(path)) return false;
  return READING_POSTS.some((pattern) => pattern.test(path));
}

const READING_POSTS = [
  // Queries do not enter the history; the UI asks for the current details and the stack trace with them.
  /^\/api\/v1\/namespaces\/[^/]+\/workflows\/[^/]+(\/runs\/[^/]+)?\/query\/[\w.-]{1,200}$/,
  /^\/render$/,
];

/**
 * Whether a request would send an Update. Every Update is somebody's command on a case and names its actor; whoever sent one
 * from here would act in a name that nobody checked. Commands go through the API.
 */
export function sendsUpdate(path: string): boolean {
  try {
    return /\/update(\/|$)/i.test(decodeURIComponent(path));
  } catch {
    return true;
  }
}

/** Which workflow an address is about. */
export function workflowOf(path: string): string | undefined {
  const found = /\/workflows\/([^/?#]+)/.exec(path)?.[1];
  if (found === undefined) return undefined;
  try {
    // The UI encodes ids twice in some places.
    const once = decodeURIComponent(found);
    return (/%[0-9a-f]{2}/i.test(once) ? decodeURIComponent(once) : once).slice(0, 255);
  } catch {
    return found.slice(0, 255);
  }
}
