import dayjs from 'dayjs';
import 'dayjs/locale/es-mx';
import customParseFormat from 'dayjs/plugin/customParseFormat';

// Without it a typed 05/01 is the first of May: date fields would read every day as Americans write it.
dayjs.extend(customParseFormat);
