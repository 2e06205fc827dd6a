import type { BrowseLanguage } from '../language.ts'

/** Japanese: collections, and sharing. */
export const browse = {
  collection: {
    search: '検索',
    sort: '並べ替え',
    sorts: { given: '掲載順', price: '価格の安い順', 'price-down': '価格の高い順', title: '名前順' },
    option: '選択肢',
    price: '価格',
    any: 'すべて',
    upTo: (amount) => `${amount}まで`,
    inStock: '在庫ありのみ',
    shown: (quantity) => `${quantity}件`,
    loading: '読み込み中…',
    more: 'もっと見る',
    end: '以上です。',
    none: '該当するものがありません。',
    clear: 'すべて表示',
    empty: '現在、ここには何もありません。',
    failed: '現在、ショップに接続できません。',
    again: 'もう一度試す',
    see: 'ショップで見る',
  },
  share: {
    share: '共有',
    copy: 'リンクをコピー',
    copied: 'リンクをコピーしました。',
    link: 'リンク',
    by: (network) => `${network}で共有`,
    email: 'メール',
    code: 'QRコード',
    scan: '読み取ると別の端末でリンクが開きます。',
  },
} satisfies BrowseLanguage
