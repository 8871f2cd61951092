import { useCallback } from 'react';
import { useTranslation } from 'react-i18next';
import type es from './es-MX.json';

type Family = keyof typeof es;

export type Word = (family: Family, code: string) => string;

/** The word for a code that came over the wire. A code that this version does not know yet shows as it is. */
export function useWord(): Word {
  const { t } = useTranslation();
  return useCallback((family, code) => t(`${family}.${code}` as never, { defaultValue: code }) as string, [t]);
}
