import { Button, Stack, Text } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconArrowsExchange, IconPencil, IconStack2 } from '@tabler/icons-react';
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { pages, question } from '@/api/client';
import { useMay } from '@/api/session';
import { ratio } from '@/shared/format/decimal';
import { formatMoney, formatQuantity, unitSign } from '@/shared/format/format';
import { useWord } from '@/shared/i18n/useWord';
import { List } from '@/shared/ui/List';
import { PageHeader } from '@/shared/ui/PageHeader';
import { Figure, Figures, Panel } from '@/shared/ui/Panel';
import { ProblemPanel } from '@/shared/ui/ProblemPanel';
import { PageSkeleton } from '@/shared/ui/skeletons';
import { Conversions } from './Conversions';
import { DrawPolicy } from './DrawPolicy';
import { EditItem } from './EditItem';
import { IssueButton } from './IssueButton';
import { Kind } from './KindBadge';
import { LevelBar } from './LevelBar';
import { OutlookPanel } from './OutlookPanel';
import { lotColumns, movementColumns } from './tables';

/** One item: what there is of it, in which lots, and how it came to that. */
export function ItemPage() {
  const { t } = useTranslation();
  const w = useWord();
  const { itemId } = useParams({ from: '/items/$itemId' });
  const may = useMay();
  const [opened, { open, close }] = useDisclosure(false);
  const item = useQuery(question('inventory', '/v1/items/{item_id}', { at: { item_id: itemId } }));
  const lots = useInfiniteQuery(pages('inventory', '/v1/lots', { item_id: itemId, open_only: true }));
  const movements = useInfiniteQuery(pages('inventory', '/v1/movements', { item_id: itemId }));
  if (item.error) return <ProblemPanel error={item.error} retry={() => void item.refetch()} />;
  if (!item.data) return <PageSkeleton />;
  const { name, sku, kind, base_unit: unit, on_hand: onHand, value } = item.data;
  return (
    <>
      <PageHeader
        title={name}
        eyebrow={
          <>
            <Link to="/items">{t('items.title')}</Link> · <span className="num">{sku}</span>
          </>
        }
        badge={<Kind kind={kind} />}
      >
        {may('inventory.items.edit') && (
          <Button variant="default" leftSection={<IconPencil size={20} aria-hidden />} onClick={open}>
            {t('items.edit')}
          </Button>
        )}
        {may('inventory.stock.issue') && item.data.active && <IssueButton item={item.data} />}
      </PageHeader>
      {opened && <EditItem item={item.data} onClose={close} />}
      <Stack gap="md">
        <LevelBar item={item.data} />
        {!item.data.active && <Text c="dimmed">{t('items.inactive')}</Text>}
        <Figures>
          <Figure
            name={t('inventory.onHand')}
            value={formatQuantity(onHand, unit)}
            mark="well"
            link={{ to: '/movements', search: { item_id: itemId } as never }}
          />
          <Figure
            name={t('inventory.value')}
            value={formatMoney(value)}
            note={t('items.valueNote')}
            link={{ to: '/lots', search: { item_id: itemId } as never }}
          />
          <Figure name={t('items.average', { unit: unitSign(unit) })} value={formatMoney(ratio(value, onHand))} />
        </Figures>
        <Panel title={t('items.openLots')}>
          <List
            name={t('items.openLots')}
            answer={lots}
            columns={lotColumns(t, { withItem: false })}
            rowId={(row) => row.id}
            link={(row) => ({ to: '/lots/$lotId', params: { lotId: row.id } })}
            narrowedBy={[]}
            bare
            empty={{ icon: IconStack2, title: t('lots.empty'), body: t('lots.emptyBody') }}
          />
        </Panel>
        {item.data.active && <OutlookPanel itemId={itemId} />}
        <Conversions item={item.data} />
        <DrawPolicy item={item.data} />
        <Panel title={t('movements.title')}>
          <List
            name={t('movements.title')}
            answer={movements}
            columns={movementColumns(t, w, { withItem: false, withLot: true })}
            rowId={(row) => row.id}
            narrowedBy={[]}
            bare
            empty={{ icon: IconArrowsExchange, title: t('movements.empty'), body: t('movements.emptyBody') }}
          />
        </Panel>
      </Stack>
    </>
  );
}
