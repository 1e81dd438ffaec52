{#
    The hash that stands for an e-mail address from staging on: of the trimmed, lower-cased
    address behind a salt (environment variable COMMERCE_SALT), NULL for none. The same person
    has the same hash in orders, customers and messages.
#}
{% macro hashed_email(email) -%}
    case
        when trim({{ email }}) <> ''
        then {{ sha256_hex(
            'concat(' ~ quoted(env_var('COMMERCE_SALT', 'commerce-control'))
            ~ ', lower(trim(' ~ email ~ ')))'
        ) }}
    end
{%- endmacro %}
