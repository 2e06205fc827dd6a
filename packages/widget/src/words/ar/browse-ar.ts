import type { BrowseLanguage } from '../language.ts'

/** Arabic: collections, and sharing. */
export const browse = {
  collection: {
    search: 'بحث',
    sort: 'الترتيب',
    sorts: { given: 'كما في المتجر', price: 'السعر: الأقل أولًا', 'price-down': 'السعر: الأعلى أولًا', title: 'الاسم' },
    option: 'الخيار',
    price: 'السعر',
    any: 'الكل',
    upTo: (amount) => `حتى ${amount}`,
    inStock: 'المتوفر فقط',
    shown: (quantity) => `عدد العروض: ${quantity}`,
    loading: 'جارٍ التحميل…',
    more: 'عرض المزيد',
    end: 'هذا كل شيء.',
    none: 'لا شيء يطابق.',
    clear: 'عرض الكل',
    empty: 'لا يوجد شيء هنا حاليًا.',
    failed: 'لا يمكن الوصول إلى المتجر حاليًا.',
    again: 'حاول مرة أخرى',
    see: 'عرض في المتجر',
  },
  share: {
    share: 'مشاركة',
    copy: 'نسخ الرابط',
    copied: 'تم نسخ الرابط.',
    link: 'الرابط',
    by: (network) => `مشاركة عبر ${network}`,
    email: 'البريد الإلكتروني',
    code: 'رمز QR',
    scan: 'امسح الرمز لفتح الرابط على جهاز آخر.',
  },
} satisfies BrowseLanguage
