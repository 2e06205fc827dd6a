/** What the page around a previewed placement says, in the languages that the widget speaks. */
export const PREVIEW_TEXTS: Readonly<Record<string, { readonly title: string; readonly before: string; readonly after: string }>> = {
  en: {
    title: 'A page of yours',
    before: 'Your own text stands here, and what you recommend comes right after it.',
    after: 'Then your text goes on. It stays where it is while the placement is loading.',
  },
  de: {
    title: 'Eine Seite von Ihnen',
    before: 'Hier steht Ihr eigener Text, und gleich danach kommt, was Sie empfehlen.',
    after: 'Dann geht Ihr Text weiter. Er bleibt, wo er ist, während geladen wird.',
  },
  fr: {
    title: 'Une page à vous',
    before: 'Ici se trouve votre propre texte, et juste après vient ce que vous recommandez.',
    after: 'Puis votre texte continue. Il ne bouge pas pendant le chargement.',
  },
  es: {
    title: 'Una página suya',
    before: 'Aquí está su propio texto, y justo después viene lo que usted recomienda.',
    after: 'Después sigue su texto. No se mueve mientras se carga.',
  },
  ja: {
    title: 'あなたのページ',
    before: 'ここにはあなた自身の文章があり、そのすぐ後におすすめの品が表示されます。',
    after: 'その後に文章が続きます。読み込み中も位置は変わりません。',
  },
  ar: {
    title: 'صفحة من صفحاتك',
    before: 'هنا يقف نصك الخاص، ويأتي بعده مباشرة ما توصي به.',
    after: 'ثم يتابع نصك. ويبقى في مكانه أثناء التحميل.',
  },
}
