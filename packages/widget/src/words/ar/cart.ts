import type { Language } from '../language.ts'
import { pluralsOf } from '../plural.ts'

const plural = pluralsOf('ar')

/** Arabic: the button of a cart, a cart that is changed, and what a code did. */
export const cart = {
  cart: {
    cart: 'السلة',
    holds: (quantity) =>
      plural(quantity, {
        zero: 'السلة فارغة',
        one: 'منتج واحد في السلة',
        two: 'منتجان في السلة',
        few: '# منتجات في السلة',
        many: '# منتجًا في السلة',
        other: '# منتج في السلة',
      }),
    opening: 'جارٍ الفتح…',
  },
  cartStep: {
    removed: (title) => `أُزيل: ${title}`,
    undo: 'تراجع',
    codeTook: (title, amount) => `${title}: يخصم رمزك ${amount}.`,
    codeNothing: 'لا يخصم رمزك شيئًا من هذا الطلب.',
    codeOfAffiliate: 'يدل رمزك على من أرسلك، ولا يتغير السعر.',
    codeRefused: {
      unknown: () => 'هذا الرمز غير معروف هنا.',
      too_early: (day) => `هذا الرمز صالح ابتداءً من ${day}.`,
      expired: () => 'لم يعد هذا الرمز صالحًا.',
      used_up: () => 'استُنفد هذا الرمز.',
      below_minimum: (missing) => `يلزم إضافة ${missing} إلى السلة لاستخدام هذا الرمز.`,
    },
    codeWithout: 'السعر محسوب بدونه.',
    changeCode: 'تغيير الرمز',
  },
} satisfies Pick<Language, 'cart' | 'cartStep'>
