import { type Icon, IconCircleCheck, IconCircleX, IconHourglass, IconTruck } from '@tabler/icons-react';
import type { Schemas } from '@/api/contract';
import type { Tone } from '@/shared/ui/StateBadge';

export type StockTransfer = Schemas['StockTransferOut'];
export type TransferLine = Schemas['StockTransferLineOut'];

export const TRANSFER_LOOKS: Record<StockTransfer['state'], { tone: Tone; icon: Icon }> = {
  REQUESTED: { tone: 'soon', icon: IconHourglass },
  IN_TRANSIT: { tone: 'action', icon: IconTruck },
  RECEIVED: { tone: 'well', icon: IconCircleCheck },
  CANCELLED: { tone: 'quiet', icon: IconCircleX },
};
