with

products as (

    select * from {{ ref('int_products_judged') }}
    where verdict = 'accepted'

),

final as (

    select
        product_id,
        sku,
        product_name,
        category,
        brand
    from products

)

select * from final
