import type { Language } from '../language.ts'

/** Japanese: the button of a cart, a cart that is changed, and what a code did. */
export const cart = {
  cart: {
    cart: 'カート',
    holds: (quantity) => `カートに${quantity}点`,
    opening: '開いています…',
  },
  cartStep: {
    removed: (title) => `削除しました：${title}`,
    undo: '元に戻す',
    codeTook: (title, amount) => `${title}：コードで${amount}引きになりました。`,
    codeNothing: 'このご注文ではコードによる値引きはありません。',
    codeOfAffiliate: '紹介者のコードです。価格は変わりません。',
    codeRefused: {
      unknown: () => 'このコードは登録されていません。',
      too_early: (day) => `このコードは${day}からご利用いただけます。`,
      expired: () => 'このコードの有効期限は切れています。',
      used_up: () => 'このコードは利用上限に達しました。',
      below_minimum: (missing) => `このコードのご利用には、あと${missing}のご注文が必要です。`,
    },
    codeWithout: '価格はコード適用前のものです。',
    changeCode: 'コードを変更',
  },
} satisfies Pick<Language, 'cart' | 'cartStep'>
