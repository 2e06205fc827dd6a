-- Marks of an order's household: HMACs of where it is delivered and of the telephone. They tell one roof from another without an address to read.
alter table orders
  add column address_mark bytea,
  add column phone_mark   bytea;

create index orders_by_address_mark on orders (program_id, address_mark) where address_mark is not null;
create index orders_by_phone_mark on orders (program_id, phone_mark) where phone_mark is not null;

-- The affiliates behind an order: whose mailbox the customer's is, and who had been delivered to the same address or called by the same telephone
-- with an earlier order of their own. An unpaid order proves nothing: anybody can type an affiliate's e-mail. `offset 0` keeps the search for each
-- mailbox in its index; a join would work out the mailbox of every affiliate. Of the orders of one customer one is enough.
create function buyers_of(program bigint, key bigint) returns table (affiliate_id bigint, path bigint[])
language sql stable as $$
  with mailboxes as (
    select mailbox(o.customer ->> 'email') as mailbox
      from orders o
     where o.program_id = program and o.order_key = key
     union all
    select mailbox(h.email)
      from (select distinct on (p.customer_hash) p.customer ->> 'email' as email
              from orders o
              join orders p
                on p.program_id = o.program_id and p.order_key < o.order_key and p.test = o.test and p.payment <> 'unpaid'
               and (p.address_mark = o.address_mark or p.phone_mark = o.phone_mark)
             where o.program_id = program and o.order_key = key
             order by p.customer_hash) h
  )
  select distinct a.affiliate_id, a.path
    from mailboxes m
   cross join lateral (select b.affiliate_id, b.path
                         from affiliates b
                        where b.program_id = program and mailbox(b.email) = m.mailbox
                       offset 0) a
$$;
