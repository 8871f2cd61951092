import { Select } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { every } from '@/api/client';
import { useUrl } from '@/shared/ui/url';

type ConventionName = 'beersmith-2' | 'standard';
type Formula = 'tinseth' | 'rager';

/** What the address says to compute by; empty means as the brewhouse does. */
export function useConvention() {
  const [url, setUrl] = useUrl();
  return {
    convention: (url.convention || undefined) as ConventionName | undefined,
    formula: (url.formula || undefined) as Formula | undefined,
    equipment_id: url.equipment_id || undefined,
    setUrl,
  };
}

/** The brewhouse to compute for; nothing means the plant's default. */
export function EquipmentChoice({
  value,
  onChange,
  label,
  none,
}: {
  value: string | undefined;
  onChange: (id: string | undefined) => void;
  label: string;
  none: string;
}) {
  const profiles = useQuery(every('production', '/v1/equipment-profiles'));
  return (
    <Select
      label={label}
      placeholder={none}
      clearable
      value={value ?? null}
      onChange={(id) => onChange(id ?? undefined)}
      data={(profiles.data ?? []).map((one) => ({ value: one.id, label: one.name }))}
      w={240}
    />
  );
}

/** By which convention and which formula of bitterness the figures are computed. */
export function ConventionChoices() {
  const { t } = useTranslation();
  const { convention, formula, equipment_id, setUrl } = useConvention();
  return (
    <>
      <EquipmentChoice
        label={t('sheet.equipment')}
        none={t('sheet.plantDefault')}
        value={equipment_id}
        onChange={(id) => setUrl({ equipment_id: id })}
      />
      <Select
        label={t('sheet.convention')}
        placeholder={t('sheet.asBrewhouse')}
        clearable
        value={convention ?? null}
        onChange={(name) => setUrl({ convention: name ?? undefined })}
        data={[
          { value: 'beersmith-2', label: t('sheet.beersmith') },
          { value: 'standard', label: t('sheet.standard') },
        ]}
        w={200}
      />
      <Select
        label={t('sheet.formula')}
        placeholder={t('sheet.asBrewhouse')}
        clearable
        value={formula ?? null}
        onChange={(name) => setUrl({ formula: name ?? undefined })}
        data={[
          { value: 'tinseth', label: 'Tinseth' },
          { value: 'rager', label: 'Rager' },
        ]}
        w={200}
      />
    </>
  );
}
