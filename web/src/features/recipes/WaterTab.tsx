import { Group, SegmentedControl, Stack } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { question } from '@/api/client';
import { parseDecimal } from '@/shared/format/decimal';
import { formatNumber, formatQuantity } from '@/shared/format/format';
import { useWord } from '@/shared/i18n/useWord';
import { type Column, DataTable } from '@/shared/ui/DataTable';
import { NumberField } from '@/shared/ui/NumberField';
import { Panel } from '@/shared/ui/Panel';
import { ProblemPanel } from '@/shared/ui/ProblemPanel';
import { RowsSkeleton } from '@/shared/ui/skeletons';
import { useUrl } from '@/shared/ui/url';

const TARGETS = ['lager', 'ipa', 'stout'] as const;
const IONS = ['calcium', 'magnesium', 'sodium', 'sulfate', 'chloride', 'bicarbonate'] as const;
type Ion = (typeof IONS)[number];

/** Which salts bring the brewhouse's water to what the beer wants. */
export function WaterTab({ recipeId }: { recipeId: string }) {
  const { t } = useTranslation();
  const w = useWord();
  const [url, setUrl] = useUrl();
  const [osmosis, setOsmosis] = useState('0');
  const [litres, setLitres] = useState('');
  const [asked] = useDebouncedValue(
    { osmosis: parseDecimal(osmosis) ?? '0', litres: parseDecimal(litres) ?? undefined },
    300,
  );
  const target = TARGETS.find((one) => one === url.target) ?? 'lager';
  const water = useQuery(
    question('production', '/v1/recipes/{recipe_id}/water', {
      at: { recipe_id: recipeId },
      query: { target, osmosis_pct: asked.osmosis, volume_l: asked.litres, equipment_id: url.equipment_id },
    }),
  );
  const found = water.data;
  const columns: Column<{ ion: Ion }>[] = [
    { id: 'ion', title: t('sheet.ion'), cell: (row) => w('ions', row.ion) },
    { id: 'source', title: t('sheet.source'), cell: (row) => formatNumber(found?.source[row.ion]), numeric: true },
    { id: 'target', title: t('sheet.target'), cell: (row) => formatNumber(found?.target[row.ion]), numeric: true },
    {
      id: 'made',
      title: t('sheet.made'),
      cell: (row) => <strong>{formatNumber(found?.made[row.ion])}</strong>,
      numeric: true,
    },
  ];
  return (
    <Stack gap="md">
      <Panel title={t('sheet.salts')}>
        <Group align="flex-end" gap="md" mb="md">
          <SegmentedControl
            aria-label={t('sheet.target')}
            value={target}
            onChange={(value) => setUrl({ target: value })}
            data={TARGETS.map((one) => ({ value: one, label: w('waterTargets', one) }))}
          />
          <NumberField label={t('sheet.osmosis')} unit="%" value={osmosis} onChange={setOsmosis} w={170} />
          <NumberField
            label={t('sheet.waterVolume')}
            unit="L"
            value={litres}
            onChange={setLitres}
            placeholder={found ? formatNumber(found.volume_l) : ''}
            w={190}
          />
        </Group>
        {water.isPending && <RowsSkeleton />}
        {water.error && <ProblemPanel error={water.error} retry={() => void water.refetch()} />}
        {found &&
          (found.salts.length === 0 ? (
            <p className="quiet">{t('sheet.noSalts')}</p>
          ) : (
            <ul style={{ margin: 0, paddingLeft: 18, fontSize: '1.0625rem' }}>
              {found.salts.map((salt) => (
                <li key={salt.salt}>
                  <strong className="num">{formatQuantity(salt.grams, 'g')}</strong> {w('salts', salt.salt)}
                </li>
              ))}
            </ul>
          ))}
        {found && (
          <p className="quiet" style={{ marginBottom: 0 }}>
            {t('sheet.residual', {
              figure: formatNumber(found.residual_alkalinity),
              litres: formatNumber(found.volume_l),
            })}
          </p>
        )}
      </Panel>
      {found && (
        <Panel title={t('sheet.ions')} flush>
          <DataTable
            bare
            name={t('sheet.ions')}
            rows={IONS.map((ion) => ({ ion }))}
            columns={columns}
            rowId={(row) => row.ion}
          />
        </Panel>
      )}
    </Stack>
  );
}
