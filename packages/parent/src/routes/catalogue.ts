import { json } from '../http/json.ts'
import type { Parent, StaffRoute } from './route.ts'

/** placeholder until the import lands */
export const postCatalogue =
  (parent: Parent): StaffRoute =>
  async ({ request, program }) => {
    const file = (await request.json()) as { offers: any[] }
    for (const [index, offer] of file.offers.entries()) {
      const [row] = await parent.database.query<{ offerId: number }>(
        `insert into offers (program_id,id,handle,kind,title,description,images,options,collections,source,position,published) values ($1,$2,$3,'product',$4,$5,$6,$7,$8,'x',$9,true) returning offer_id as "offerId"`,
        [program.programId, `off_${String(index).padStart(21, '0')}`, offer.handle, offer.title, offer.description, JSON.stringify(offer.images), JSON.stringify(offer.options ?? []), offer.collections ?? [], index],
      )
      for (const [position, one] of offer.variants.entries()) {
        const minor = (text?: string) => (text ? Math.round(Number(text) * 100) : null)
        const [variant] = await parent.database.query<{ id: number }>(
          `insert into variants (program_id,offer_id,sku,position,options,amount_minor,sale_minor,tax_class,weight_grams,published) values ($1,$2,$3,$4,$5,$6,$7,'standard',$8,true) returning variant_id as id`,
          [program.programId, row?.offerId, one.sku, position, one.options ?? [], minor(one.price), minor(one.salePrice), one.weightGrams],
        )
        await parent.database.query(`insert into stocks (program_id,variant_id,level,imported) values ($1,$2,$3,$3)`, [program.programId, variant?.id, one.stock ?? null])
        if (one.stock) await parent.database.query(`insert into stock_movements (program_id,variant_id,quantity,cause) values ($1,$2,$3,'import')`, [program.programId, variant?.id, one.stock])
      }
    }
    return json({})
  }
