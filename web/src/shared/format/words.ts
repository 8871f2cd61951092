/** `planned_volume_l` as a person reads it where no catalogue has a word for it: "Planned volume l". */
export function humanised(code: string): string {
  const words = code.replaceAll(/[_.-]+/g, ' ').trim();
  const plain = words === words.toLocaleUpperCase('es-MX') ? words.toLocaleLowerCase('es-MX') : words;
  return plain.charAt(0).toLocaleUpperCase('es-MX') + plain.slice(1);
}

/** The end of an id, enough to tell two apart at a glance; the beginning of a UUIDv7 is only its time. */
export function shortId(id: string): string {
  return `…${id.slice(-6)}`;
}

export const isId = (text: string) => /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(text);
