import { Select } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useWord } from '@/shared/i18n/useWord';
import { useUrl } from '@/shared/ui/url';
import { ITEM_KINDS } from './words';

export function KindFilter() {
  const { t } = useTranslation();
  const w = useWord();
  const [url, setUrl] = useUrl();
  return (
    <Select
      aria-label={t('inventory.kind')}
      placeholder={t('inventory.everyKind')}
      clearable
      clearButtonProps={{ 'aria-label': t('ui.clear') }}
      w={190}
      value={url.kind ?? null}
      onChange={(kind) => setUrl({ kind: kind ?? undefined })}
      data={ITEM_KINDS.map((kind) => ({ value: kind, label: w('kinds', kind) }))}
    />
  );
}
