{# An optional amount of an order in the reporting currency; none is 0. #}
{% macro order_money(column) -%}
    coalesce({{ in_reporting_currency('orders.' ~ column, 'orders.exchange_rate') }}, 0)
{%- endmacro %}


{#
    Who bought, or who a message went to: the hashed e-mail, else the account, else (where a
    third is given) the order itself. The kinds are kept apart by their prefix: an e-mail and
    an account are never joined to each other.
#}
{% macro customer_key(email_hash, customer_id, order_id=none) -%}
    coalesce(
        'email:' || {{ email_hash }},
        'account:' || {{ customer_id }}
        {%- if order_id %},
        'order:' || {{ order_id }}
        {%- endif %}
    )
{%- endmacro %}


{# An amount of a refund in the reporting currency; none is 0. #}
{% macro refund_money(column) -%}
    coalesce({{ in_reporting_currency('refunds.' ~ column, 'refunds.exchange_rate') }}, 0)
{%- endmacro %}


{# Whether an order counts in spite of a cancellation (var orders_exclude_cancelled). #}
{% macro counts_when_cancelled(cancelled_at) -%}
    {{ cancelled_at ~ ' is null' if var('orders_exclude_cancelled') else 'true' }}
{%- endmacro %}


{# What an order brings after discounts, before tax and shipping. #}
{% macro net_order_value() -%}
    {{ rounded_money('orders.gross_amount - orders.discount_amount') }}
{%- endmacro %}
