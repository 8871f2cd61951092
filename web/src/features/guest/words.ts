import { rounded } from '@/shared/format/decimal';
import type { Language } from '@/shared/i18n/i18n';

/** A guest never chose a language here: the browser's first one that we speak, English for all others. */
export function browserLanguage(): Language {
  for (const one of navigator.languages) {
    if (/^es\b/i.test(one)) return 'es-MX';
    if (/^en\b/i.test(one)) return 'en';
  }
  return 'en';
}

/** `2 de noviembre de 2026`; a plain day is that day everywhere. */
export function longDay(day: string, lng: Language): string {
  return new Intl.DateTimeFormat(lng, { dateStyle: 'long', timeZone: 'UTC' }).format(new Date(`${day}T00:00:00Z`));
}

/** A figure in the guest's own way of writing them. */
export function plainFigure(value: string, places: number, lng: Language): string {
  return new Intl.NumberFormat(lng, { maximumFractionDigits: places }).format(rounded(value, places) as `${number}`);
}
