import { IconArrowsExchange } from '@tabler/icons-react';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { pages } from '@/api/client';
import { useWord } from '@/shared/i18n/useWord';
import { List } from '@/shared/ui/List';
import { PageHeader } from '@/shared/ui/PageHeader';
import { useUrl } from '@/shared/ui/url';
import { movementColumns } from './tables';

/** The ledger of stock: every line that ever went in or out, none ever changed. */
export function MovementsPage() {
  const { t } = useTranslation();
  const w = useWord();
  const [url] = useUrl();
  const movements = useInfiniteQuery(pages('inventory', '/v1/movements', { item_id: url.item_id, lot_id: url.lot_id }));
  return (
    <>
      <PageHeader title={t('movements.title')} lead={t('movements.lead')} />
      <List
        name={t('movements.title')}
        answer={movements}
        columns={movementColumns(t, w, { withItem: true, withLot: true })}
        rowId={(row) => row.id}
        link={(row) => ({ to: '/lots/$lotId', params: { lotId: row.lot_id } })}
        search={t('movements.search')}
        matches={(row, text) =>
          `${row.item_name} ${row.lot_code} ${row.reference}`.toLocaleLowerCase('es-MX').includes(text)
        }
        narrowedBy={['q', 'item_id', 'lot_id']}
        empty={{ icon: IconArrowsExchange, title: t('movements.empty'), body: t('movements.emptyBody') }}
      />
    </>
  );
}
