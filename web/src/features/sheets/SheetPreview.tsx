import { Button, Chip, Group } from '@mantine/core';
import {
  type Icon,
  IconAlertTriangle,
  IconCircleCheck,
  IconEqual,
  IconPencil,
  IconPlus,
  IconTableImport,
} from '@tabler/icons-react';
import { useInfiniteQuery } from '@tanstack/react-query';
import i18next from 'i18next';
import { useTranslation } from 'react-i18next';
import { pages } from '@/api/client';
import type { Schemas } from '@/api/contract';
import { useCommand } from '@/offline/useCommand';
import { formatCount } from '@/shared/format/format';
import { useWord } from '@/shared/i18n/useWord';
import type { Column } from '@/shared/ui/DataTable';
import { List } from '@/shared/ui/List';
import { Panel } from '@/shared/ui/Panel';
import { ProblemPanel } from '@/shared/ui/ProblemPanel';
import { StateBadge, type Tone } from '@/shared/ui/StateBadge';
import { useUrl } from '@/shared/ui/url';
import classes from './Sheets.module.css';

type Sheet = Schemas['SheetImportOut'];
type SheetRow = Schemas['SheetRowOut'];
type Fault = SheetRow['faults'][number];

const OUTCOMES = ['ERROR', 'CHANGE', 'NEW', 'SAME'] as const;
const LOOKS: Record<SheetRow['outcome'], { tone: Tone; icon: Icon }> = {
  ERROR: { tone: 'act', icon: IconAlertTriangle },
  CHANGE: { tone: 'soon', icon: IconPencil },
  NEW: { tone: 'well', icon: IconPlus },
  SAME: { tone: 'quiet', icon: IconEqual },
};

const inWords = (fault: Fault) => (i18next.language.startsWith('en') ? fault.en : fault.es);

/** What a sheet would do, its errors first; the button that does it is there once there are none. */
export function SheetPreview({ sheet }: { sheet: Sheet }) {
  const { t } = useTranslation();
  const w = useWord();
  const [url, setUrl] = useUrl();
  const outcome = OUTCOMES.find((one) => one === url.outcome);
  const { run, busy, refusal } = useCommand(t('sheets.done'));
  const rows = useInfiniteQuery(
    pages('inventory', `/v1/sheet-imports/${sheet.id}/rows` as '/v1/sheet-imports/{import_id}/rows', { outcome }),
  );
  const figures = { ERROR: sheet.error_rows, CHANGE: sheet.change_rows, NEW: sheet.new_rows, SAME: sheet.same_rows };
  const columns: Column<SheetRow>[] = [
    { id: 'row', title: t('sheets.row'), cell: (row) => row.number, csv: (row) => String(row.number), numeric: true },
    { id: 'what', title: t('sheets.what'), cell: (row) => row.label || '—', csv: (row) => row.label },
    {
      id: 'outcome',
      title: t('sheets.outcome'),
      cell: (row) => <StateBadge {...LOOKS[row.outcome]}>{w('sheetOutcomes', row.outcome)}</StateBadge>,
      csv: (row) => w('sheetOutcomes', row.outcome),
    },
    {
      id: 'detail',
      title: t('sheets.detail'),
      cell: (row) => <Detail row={row} />,
      csv: (row) => row.faults.map((fault) => `${w('sheetFields', fault.column)}: ${inWords(fault)}`).join(' '),
    },
  ];
  return (
    <Panel
      title={`${t('sheets.preview')}: ${sheet.file_name}`}
      aside={
        sheet.state === 'APPLIED' ? (
          <StateBadge tone="well" icon={IconCircleCheck}>
            {t('sheets.applied')}
          </StateBadge>
        ) : (
          <Button
            loading={busy}
            disabled={sheet.error_rows > 0}
            onClick={() =>
              void run({
                method: 'POST',
                path: '/v1/sheet-imports/{import_id}/applications',
                at: { import_id: sheet.id },
                label: t('sheets.applying', { number: sheet.number }),
              })
            }
          >
            {t('sheets.apply')}
          </Button>
        )
      }
    >
      {refusal && <ProblemPanel error={refusal} />}
      {sheet.state !== 'APPLIED' && <p role="status">{t(sheet.error_rows > 0 ? 'sheets.fix' : 'sheets.ready')}</p>}
      {sheet.ignored_columns.length > 0 && (
        <p className="quiet">{t('sheets.ignored', { columns: sheet.ignored_columns.join(', ') })}</p>
      )}
      <Chip.Group value={outcome ?? ''} onChange={(value) => setUrl({ outcome: String(value) || undefined })}>
        <Group gap="xs" mb="sm" role="group" aria-label={t('sheets.outcome')}>
          <Chip value="">{t('sheets.every')}</Chip>
          {OUTCOMES.map((one) => (
            <Chip key={one} value={one}>
              {w('sheetOutcomes', one)} {formatCount(figures[one])}
            </Chip>
          ))}
        </Group>
      </Chip.Group>
      <List
        bare
        name={t('sheets.preview')}
        answer={rows}
        columns={columns}
        rowId={(row) => String(row.number)}
        narrowedBy={['outcome']}
        empty={{ icon: IconTableImport, title: t('sheets.none'), body: t('sheets.formats') }}
      />
    </Panel>
  );
}

function Detail({ row }: { row: SheetRow }) {
  const w = useWord();
  return (
    <ul className={classes.said}>
      {[...row.faults, ...row.notes].map((fault) => (
        <li key={`${fault.column}-${fault.code}`}>
          {fault.column && <strong>{w('sheetFields', fault.column)}: </strong>}
          {inWords(fault)}
        </li>
      ))}
      {row.changes.map((change) => (
        <li key={change.field}>
          <strong>{w('sheetFields', change.field)}: </strong>
          {change.before !== null && <span className="quiet">{change.before} → </span>}
          {change.after}
        </li>
      ))}
    </ul>
  );
}
