import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { OrderPage } from '@tributary/protocol/order'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { launchChromium, openPage } from '../support/chromium.ts'
import { openShop, type Shop } from '../support/order-load.ts'
import { startServer, type TestServer } from '../support/server.ts'
import { cardOf, orderInPlace } from '../support/storefront.ts'
import { startWordPress, type WordPress } from '../support/wordpress.ts'

const folder = mkdtempSync(join(tmpdir(), 'tributary-wordpress-'))
let browser: Browser
let server: TestServer
let shop: Shop
let wordpress: WordPress

beforeAll(async () => {
  browser = await launchChromium()
  server = await startServer()
  wordpress = await startWordPress(folder)
  shop = await openShop(server, [wordpress.origin])
  await wordpress.php(`
    require_once ABSPATH . 'wp-admin/includes/plugin.php';
    $failed = activate_plugin('tributary/tributary.php');
    if ($failed) { echo $failed->get_error_message(); }
    update_option('tributary_parent', '${server.origin}/');
    update_option('tributary_site', '${shop.site}');
    wp_create_user('author', 'author', 'author@blog.example');
    get_user_by('login', 'author')->set_role('author');
  `)
}, 300_000)
afterAll(async () => {
  wordpress?.close()
  await browser?.close()
  await server?.stop()
  rmSync(folder, { recursive: true, force: true })
})

/** A post as somebody without rights to raw HTML writes it; answers its address. */
const post = (title: string, content: string): Promise<string> =>
  wordpress.php(`
    wp_set_current_user(get_user_by('login', 'author')->ID);
    $id = wp_insert_post(wp_slash(array('post_title' => '${title}', 'post_status' => 'publish', 'post_content' => base64_decode('${Buffer.from(content).toString('base64')}'))), true);
    echo is_wp_error($id) ? $id->get_error_message() : get_permalink($id);
  `)

const numbers = async (): Promise<string[]> =>
  ((await (await server.staff('/v1/admin/orders?limit=50')).json()) as OrderPage).orders.map(({ number }) => number)

test('a shortcode and a pasted link sell in an author’s post, though WordPress takes the script beside them away', async () => {
  const link = `<a href="${server.origin}/o/hoodie?via=${shop.site}" data-tributary-offer="hoodie" data-tributary-size="card">The hoodie</a>`
  const fetched: string[] = []
  const address = await post('What we use', `[tributary offer="mug" text="The mug"]\n\n${link}\n\n<script>alert(1)</script>`)
  const { page, complaints, close } = await openPage(browser)
  await page.route(
    (url) => url.hostname !== 'localhost',
    (route) => route.abort(),
  )
  page.on('request', (request) => request.resourceType() === 'script' && fetched.push(new URL(request.url()).origin))
  await page.goto(address)
  await cardOf(page, 'Fjord hoodie').waitFor()
  expect(await page.locator('script:not([src])').filter({ hasText: 'alert(1)' }).count()).toBe(0)
  const number = await orderInPlace(page, 'Enamel mug')
  expect(await numbers()).toContain(number)
  // The widget came with the plugin: not a line of code is the parent's.
  expect(fetched).not.toContain(server.origin)
  expect(fetched).toContain(wordpress.origin)
  // What of the theme comes from elsewhere does not come here.
  expect(complaints.filter((text) => !text.includes('ERR_FAILED'))).toEqual([])
  await close()
})

test('the studio’s shortcodes of every kind are links that the studio would have given', async () => {
  const studio = (query: string): string => `${server.origin}/embed/${shop.site}?${query}`
  const queries = [
    'offer=mug&layout=row&price=true&theme=host&label=Buy it for 15" less',
    'offer=hoodie&size=',
    'kind=collection&collection=kitchen&columns=2&filter=stock&search=true',
    'kind=cart&earns=EMBER',
    'kind=status',
    'kind=share&offer=mug&campaign=spring&networks=bluesky',
    'kind=join',
  ]
  const { page, close } = await openPage(browser)
  await page.route(
    (url) => url.hostname !== 'localhost' && url.hostname !== '127.0.0.1',
    (route) => route.abort(),
  )
  const given: string[] = []
  const wanted: string[] = []
  for (const query of queries) {
    await page.goto(studio(query))
    given.push((await page.locator('#snippet-shortcode').textContent()) ?? '')
    wanted.push((await page.locator('#snippet-wordpress').textContent()) ?? '')
  }
  await page.goto(await post('Every kind', given.join('\n\n')))
  // As the page was sent, before our own script stands beside the links.
  const read = (markup: string) =>
    page.evaluate((markup) => {
      const links = [...new DOMParser().parseFromString(markup, 'text/html').querySelectorAll('a')]
      return links
        .filter(({ attributes }) => [...attributes].some(({ name }) => name.startsWith('data-tributary-')))
        .map((link) => ({
          text: link.textContent,
          attributes: Object.fromEntries([...link.attributes].map(({ name, value }) => [name, value])),
        }))
    }, markup)
  const sent = await page.evaluate(async () => (await fetch(location.href)).text())
  const links = await read(sent)
  expect(links).toHaveLength(queries.length)
  expect(links).toEqual(await read(wanted.join('')))
  await close()
})

test('the block is put into a post in the editor, saved, read back, and sells', async () => {
  const { page, close } = await openPage(browser)
  page.setDefaultTimeout(60_000)
  await page.route(
    (url) => url.hostname !== 'localhost',
    (route) => route.abort(),
  )
  await page.goto(`${wordpress.origin}/wp-login.php`)
  await page.getByLabel('Username or Email Address').fill('author')
  await page.locator('#user_pass').fill('author')
  await page.getByRole('button', { name: 'Log In' }).click()
  await page.goto(`${wordpress.origin}/wp-admin/post-new.php`)
  const address = await page.evaluate(async () => {
    type Store = {
      dispatch(name: string): Record<string, (...given: unknown[]) => Promise<unknown>>
      select(name: string): Record<string, () => string>
    }
    const { blocks, data } = (window as unknown as { wp: { blocks: { createBlock(name: string, given: object): unknown }; data: Store } })
      .wp
    const settings = (window as unknown as { tributarySettings: { parent: string; site: string } }).tributarySettings
    const href = `${settings.parent}/o/mug?via=${settings.site}`
    await data
      .dispatch('core/block-editor')
      ['insertBlock']?.(blocks.createBlock('tributary/offer', { offer: 'mug', href, text: 'The mug' }))
    await data.dispatch('core/editor')['editPost']?.({ title: 'By block', status: 'publish' })
    await data.dispatch('core/editor')['savePost']?.()
    return data.select('core/editor')['getPermalink']?.() ?? ''
  })
  await page.goto(address)
  const number = await orderInPlace(page, 'Enamel mug')
  expect(await numbers()).toContain(number)

  // Read back from what was saved: a block that does not know its own markup again says so.
  const id = await wordpress.php(`echo get_page_by_title('By block', OBJECT, 'post')->ID;`)
  await page.goto(`${wordpress.origin}/wp-admin/post.php?post=${id}&action=edit`)
  const isValid = await page.waitForFunction(() => {
    const { data } = (
      window as unknown as {
        wp: { data: { select(name: string): { getBlocks(): { isValid: boolean; attributes: { offer?: string } }[] } } }
      }
    ).wp
    const [block] = data.select('core/block-editor').getBlocks()
    return block && { isValid: block.isValid, offer: block.attributes.offer }
  })
  expect(await isValid.jsonValue()).toEqual({ isValid: true, offer: 'mug' })
  await close()
})
