import { Button } from '@mantine/core';
import { IconClipboardList } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import type { Batch, Brew } from '@/api/wire';
import { formatGravity, formatQuantity } from '@/shared/format/format';
import { useWord } from '@/shared/i18n/useWord';
import { type Column, DataTable } from '@/shared/ui/DataTable';
import { Panel } from '@/shared/ui/Panel';
import { useFermenters } from './useFermenters';

/** The brews of a batch: where each stands, what went into the fermenter, and the way to its sheet. */
export function BrewsPanel({ batch }: { batch: Batch }) {
  const { t } = useTranslation();
  const w = useWord();
  const fermenters = useFermenters();
  const code = (id: string | null) => fermenters.find((each) => each.value === id)?.code ?? '—';
  const hasSheet = (brew: Brew) => brew.state === 'BREWING' || brew.state === 'KNOCKED_OUT';
  const columns: Column<Brew>[] = [
    { id: 'number', title: t('brews.number'), cell: (row) => <span className="num">{row.number}</span> },
    { id: 'state', title: t('batches.state'), cell: (row) => w('brewStates', row.state) },
    { id: 'og', title: t('brews.og'), cell: (row) => formatGravity(row.og), numeric: true },
    {
      id: 'volume',
      title: t('batches.intoFermenter'),
      cell: (row) => formatQuantity(row.fermenter_volume_l, 'L'),
      numeric: true,
    },
    { id: 'vessel', title: t('batches.fermenter'), cell: (row) => code(row.vessel_id), wide: true },
    {
      id: 'sheet',
      title: t('brews.sheet'),
      cell: (row) =>
        hasSheet(row) ? (
          <Button
            component={Link}
            miw="max-content"
            to={`/brews/${row.id}`}
            variant={row.state === 'BREWING' ? 'filled' : 'default'}
            leftSection={<IconClipboardList size={20} aria-hidden />}
          >
            {t('brews.open')}
          </Button>
        ) : null,
    },
  ];
  return (
    <Panel title={t('brews.title')} flush>
      <DataTable bare name={t('brews.title')} rows={batch.brews} columns={columns} rowId={(row) => row.id} />
    </Panel>
  );
}
