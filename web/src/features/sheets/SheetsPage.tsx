import { Button, Group, Loader, SegmentedControl } from '@mantine/core';
import { IconFileSpreadsheet } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { question } from '@/api/client';
import { useCommand } from '@/offline/useCommand';
import { inBase64, LARGEST_FILE } from '@/shared/format/files';
import { useWord } from '@/shared/i18n/useWord';
import { PageHeader } from '@/shared/ui/PageHeader';
import { ProblemPanel } from '@/shared/ui/ProblemPanel';
import { useUrl } from '@/shared/ui/url';
import { SheetPreview } from './SheetPreview';
import classes from './Sheets.module.css';

const KINDS = ['ITEMS', 'OPENING'] as const;

/** A spreadsheet in: dropped, read, shown row by row, and applied only then. */
export function SheetsPage() {
  const { t } = useTranslation();
  const w = useWord();
  const [url, setUrl] = useUrl();
  const kind = KINDS.find((one) => one === url.kind) ?? 'ITEMS';
  const input = useRef<HTMLInputElement>(null);
  const [over, setOver] = useState(false);
  const [tooBig, setTooBig] = useState<Error | null>(null);
  const { run, busy, refusal } = useCommand();
  const shown = useQuery({
    ...question('inventory', '/v1/sheet-imports/{import_id}', { at: { import_id: url.sheet ?? '' } }),
    enabled: Boolean(url.sheet),
  });

  async function take(file: File | undefined) {
    if (!file) return;
    setTooBig(file.size > LARGEST_FILE ? new Error(t('sheets.tooBig')) : null);
    if (file.size > LARGEST_FILE) return;
    const read = await run({
      method: 'POST',
      path: '/v1/sheet-imports',
      label: t('sheets.reading', { name: file.name }),
      body: { kind, file_name: file.name, content_base64: await inBase64(file) },
    });
    if (read) setUrl({ sheet: read.id, outcome: undefined });
  }

  const path = `/v1/sheets/${kind.toLowerCase()}`;
  const problem = tooBig ?? refusal;
  return (
    <>
      <PageHeader title={t('sheets.title')} lead={t('sheets.lead')}>
        <Button component="a" variant="default" href={`${path}?empty=true`} download>
          {t('sheets.template')}
        </Button>
        <Button component="a" variant="default" href={path} download>
          {t('sheets.currentXlsx')}
        </Button>
        <Button component="a" variant="default" href={`${path}?format=csv`} download>
          {t('sheets.currentCsv')}
        </Button>
      </PageHeader>
      <SegmentedControl
        mb="md"
        aria-label={t('sheets.kind')}
        value={kind}
        onChange={(value) => setUrl({ kind: value, sheet: undefined })}
        data={KINDS.map((one) => ({ value: one, label: w('sheetKinds', one) }))}
      />
      <div
        className={classes.drop}
        data-over={over || undefined}
        onDragOver={(event) => {
          event.preventDefault();
          setOver(true);
        }}
        onDragLeave={() => setOver(false)}
        onDrop={(event) => {
          event.preventDefault();
          setOver(false);
          void take(event.dataTransfer.files[0]);
        }}
      >
        {busy ? <Loader /> : <IconFileSpreadsheet size={46} stroke={1.4} aria-hidden color="var(--action)" />}
        <strong>{t('sheets.drop')}</strong>
        <p className="quiet">{t('sheets.formats')}</p>
        <Group justify="center">
          <Button loading={busy} onClick={() => input.current?.click()}>
            {t('sheets.choose')}
          </Button>
        </Group>
        <input
          ref={input}
          type="file"
          accept=".xlsx,.xlsm,.csv,.txt"
          hidden
          data-sheet-file
          onChange={(event) => {
            void take(event.currentTarget.files?.[0]);
            event.currentTarget.value = '';
          }}
        />
      </div>
      {problem && <ProblemPanel error={problem} />}
      {shown.data && <SheetPreview key={shown.data.id} sheet={shown.data} />}
    </>
  );
}
