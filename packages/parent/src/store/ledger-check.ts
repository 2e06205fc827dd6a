import type { Queryable } from './database.ts'

// Each answers sentences about what is not as it must be; none on a sound ledger. They replay the entries, so a repair can only be a new entry.
const CHECKS = [
  `select 'Transaction ' || t.id || ' is off by ' || sum(case e.side when 'debit' then e.amount_minor else -e.amount_minor end) || ' in ' || e.currency || '.' as wrong
     from transactions t
     join entries e using (program_id, transaction_key)
    where t.program_id = $1
    group by t.id, e.currency
   having sum(case e.side when 'debit' then e.amount_minor else -e.amount_minor end) <> 0`,

  `select 'Transaction ' || t.id || ' is empty.' as wrong
     from transactions t
    where t.program_id = $1
      and not exists (select from entries e where e.program_id = $1 and e.transaction_key = t.transaction_key)`,

  `select 'The snapshot of ' || s.account || coalesce(' of ' || a.code, '') || ' says ' || s.balance_minor || ' ' || s.currency
          || ', its entries ' || coalesce(x.balance, 0) || '.' as wrong
     from balance_snapshots s
     left join affiliates a on a.program_id = s.program_id and a.affiliate_id = s.affiliate_id
     left join lateral (select sum(case e.side when 'credit' then e.amount_minor else -e.amount_minor end) as balance
                          from entries e
                         where e.program_id = s.program_id and e.affiliate_id is not distinct from s.affiliate_id and e.currency = s.currency
                           and e.account = s.account and e.written_by < s.before) x on true
    where s.program_id = $1 and s.balance_minor <> coalesce(x.balance, 0)`,

  // What is left of a commission stands where its state says, and nowhere else; a paid one has left with its payout.
  `select 'Commission ' || c.id || ' is ' || c.state || ' with ' || (c.earned_minor - c.reversed_minor) || ' left, but its entries in ' || k.account
          || ' sum to ' || k.balance || '.' as wrong
     from commissions c
     join (select e.commission_key, e.account, sum(case e.side when 'credit' then e.amount_minor else -e.amount_minor end) as balance
             from entries e
            where e.program_id = $1 and e.commission_key is not null
            group by e.commission_key, e.account) k using (commission_key)
    where c.program_id = $1
      and k.balance <> case
            when k.account = case c.state when 'pending' then 'affiliate_pending' when 'held' then 'affiliate_held' else 'affiliate_payable' end
            then c.earned_minor - c.reversed_minor
            else 0 end`,

  `select 'Commission ' || c.id || ' was never entered.' as wrong
     from commissions c
    where c.program_id = $1 and not c.test
      and not exists (select from entries e where e.program_id = $1 and e.commission_key = c.commission_key)`,

  `select 'Commission ' || c.id || ' is ' || c.state || ', but payout ' || p.id || ', which took it, is ' || p.state || '.' as wrong
     from commissions c
     join payouts p using (program_id, payout_key)
    where c.program_id = $1 and (c.state = 'paid') <> (p.state in ('sent', 'settled'))`,

  // By the formula, from the line as it is now.
  `select 'Commission ' || c.id || ' has ' || c.reversed_minor || ' reversed, its line says ' || x.target || '.' as wrong
     from commissions c
     join orders o using (program_id, order_key)
     join order_lines l using (program_id, order_key, line)
     join lateral (select c.earned_minor - div(
                            c.earned_minor::numeric
                            * least(c.of_minor, case o.payment when 'charged_back' then 0 else l.total_minor - l.released_minor end),
                            c.of_minor) as target) x on true
    where c.program_id = $1 and c.reversed_minor <> x.target`,
] as const

const COUNTS = `
  select (select count(*) from transactions where program_id = $1) as transactions, (select count(*) from entries where program_id = $1) as entries`

/** Replays the ledger: every transaction, balance and commission against its entries. Answers what is wrong, in sentences, and how much was read. */
export async function checkLedger(
  database: Queryable,
  programId: number,
): Promise<{ transactions: number; entries: number; wrong: readonly string[] }> {
  const wrong: string[] = []
  for (const check of CHECKS) wrong.push(...(await database.query<{ wrong: string }>(check, [programId])).map((row) => row.wrong))
  const [counts] = await database.query<{ transactions: number; entries: number }>(COUNTS, [programId])
  return { transactions: counts?.transactions ?? 0, entries: counts?.entries ?? 0, wrong }
}
