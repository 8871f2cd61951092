import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { every } from './client';
import { useSession } from './session';

/** Names for the ids in histories and trails; null for an id that is nobody's. */
export function useNames(): (id: string) => string | null {
  const { t } = useTranslation();
  const me = useSession().person;
  const people = useQuery({ ...every('security', '/v1/people/names'), staleTime: 300_000 });
  const names = new Map((people.data ?? []).map((person) => [person.id, person.display_name]));
  return (id) => {
    if (id === me.id) return me.display_name;
    if (id.startsWith('system')) return t('me.system');
    return names.get(id) ?? null;
  };
}
