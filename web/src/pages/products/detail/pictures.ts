/** The server keeps one spelling of an address, nearly the one a browser gives it. */
function spelled(url: string) {
  try {
    const address = new URL(url.trim(), "https://feed.invalid");
    address.hash = "";
    return address.href;
  } catch {
    return url;
  }
}

/** What a feed names and the server has no picture for: it is taken up a moment after the import has ended. */
export function notTakenUp(urls: readonly string[], images: readonly { url: string }[]) {
  const known = new Set(images.map((image) => spelled(image.url)));
  const named = new Map(urls.map((url) => [spelled(url), url]));
  // Where the spellings differ after all, the count tells that none is missing.
  if (known.size >= named.size) return [];
  return [...named].filter(([spelling]) => !known.has(spelling)).map(([, url]) => url);
}
