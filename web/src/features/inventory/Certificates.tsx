import { IconFileCertificate } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { question } from '@/api/client';
import { useMay } from '@/api/session';
import { useCommand } from '@/offline/useCommand';
import { inBase64, LARGEST_FILE } from '@/shared/format/files';
import { formatNumber } from '@/shared/format/format';
import { FileField } from '@/shared/ui/FileField';
import { Panel } from '@/shared/ui/Panel';
import { ProblemPanel } from '@/shared/ui/ProblemPanel';
import { Day } from '@/shared/ui/values';

/** The papers of a lot: each is saved, not shown, for a PDF may carry more than a certificate. */
export function Certificates({ lotId, code }: { lotId: string; code: string }) {
  const { t } = useTranslation();
  const may = useMay();
  const papers = useQuery(question('inventory', '/v1/lots/{lot_id}/certificates', { at: { lot_id: lotId } }));
  const { run, busy, refusal } = useCommand(t('certificates.added'));
  const [tooLarge, setTooLarge] = useState(false);

  async function add(file: File) {
    setTooLarge(file.size > LARGEST_FILE);
    if (file.size > LARGEST_FILE) return;
    await run({
      method: 'POST',
      path: '/v1/certificates',
      body: { file_name: file.name.slice(-120), content_base64: await inBase64(file), lot_ids: [lotId] },
      label: t('certificates.adding', { code }),
    });
  }

  const all = papers.data?.items ?? [];
  return (
    <Panel
      title={t('certificates.title')}
      aside={
        may('inventory.lots.receive') && (
          <FileField
            label={t('certificates.add')}
            accept="application/pdf,image/jpeg,image/png"
            onFile={(file) => void add(file)}
            busy={busy}
          />
        )
      }
    >
      {refusal && <ProblemPanel error={refusal} />}
      {tooLarge && <p role="alert">{t('certificates.tooLarge')}</p>}
      {all.length === 0 ? (
        <p className="quiet" style={{ margin: 0 }}>
          {t('certificates.none')}
        </p>
      ) : (
        <ul style={{ margin: 0, padding: 0, listStyle: 'none', display: 'grid', gap: 8 }}>
          {all.map((paper) => (
            <li key={paper.id} style={{ display: 'flex', gap: 8, alignItems: 'center', flexWrap: 'wrap' }}>
              <IconFileCertificate size={20} aria-hidden />
              <a href={`/v1/certificates/${paper.id}/content`} download={paper.file_name}>
                {paper.file_name}
              </a>
              <span className="num quiet">
                {t('certificates.size', { kilobytes: formatNumber(String(Math.ceil(paper.size_bytes / 1024))) })}
              </span>
              <Day value={paper.added_at} />
            </li>
          ))}
        </ul>
      )}
    </Panel>
  );
}
