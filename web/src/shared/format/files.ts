/** A file's bytes in base64, as the wire wants them. */
export async function inBase64(file: File): Promise<string> {
  const bytes = new Uint8Array(await file.arrayBuffer());
  let text = '';
  // In slices: the whole of a big file at once would overflow the call's arguments.
  for (let at = 0; at < bytes.length; at += 0x8000) text += String.fromCharCode(...bytes.subarray(at, at + 0x8000));
  return btoa(text);
}

/** 8 MB: the server's limit is on the base64, which is a third longer. */
export const LARGEST_FILE = 8 * 1024 * 1024;
