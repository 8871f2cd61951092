/** What a scanner or a person typed, as one looks for it: the serial out of a keg's label or its address, else the text. */
export function sought(typed: string): string {
  const text = typed.trim();
  const address = /^https?:\/\/[^?#]*\/([^/?#]+)\/?(?:[?#].*)?$/i.exec(text);
  const code = address?.[1] ? decodeURIComponent(address[1]) : text;
  return /^KEG-(.+)-[0-9a-f]{8}$/i.exec(code)?.[1] ?? /^0\d{13}([!-z]{1,16})$/.exec(code)?.[1] ?? code;
}
