{#
    The hash that stands for an e-mail address from staging on: of the trimmed, lower-cased
    address behind a salt, NULL for none. The same person has the same hash in orders, customers
    and messages.
#}
{% macro hashed_email(email) -%}
    case
        when trim({{ email }}) <> ''
        then {{ sha256_hex(
            'concat(' ~ quoted(salt())
            ~ ', lower(trim(' ~ email ~ ')))'
        ) }}
    end
{%- endmacro %}


{#
    A text without the e-mail addresses that links, searches and careless exports have in it. An
    id, or another part of a key, becomes its hash: it must stay another one than the next.
#}
{% macro without_addresses(text, is_id) -%}
    {#- All but what ends a part of a link or a sentence: names and hosts have any letters. #}
    {%- set part = '[^ /?&=<>"(),;:#|@' -%}
    {%- set address = "'" ~ part ~ ']+(@|%(25)*40)' ~ part ~ '.]+([.]' ~ part ~ ".]+)+'" -%}
    {%- if is_id -%}
    {%- set clean -%}
        case when {{ matches(text, address) }} then {{ hashed_email(text) }} else {{ text }} end
    {%- endset -%}
    {%- else -%}
    {%- set clean = replaced(text, address, "'(email)'") -%}
    {%- endif -%}
    {{ if_any_of(text, ['@', '%40', '2540'], clean) }}
{%- endmacro %}


{#
    The environment variable COMMERCE_SALT, which `commerce build` sets where it is not. The demo
    store, which has nobody's address in it, does with a known one.
#}
{% macro salt() %}{{ return(env_var('COMMERCE_SALT', 'commerce-control')) }}{% endmacro %}


{# Hashes of real addresses behind a known salt could be guessed. #}
{% macro check_salt() %}
    {% if var('landing') and not env_var('COMMERCE_SALT', '') %}
        {{ bad_input(
            'the environment variable COMMERCE_SALT is not set: it salts the hashes of e-mail'
            ~ ' addresses; commerce build makes one and keeps it'
        ) }}
    {% endif %}
{% endmacro %}
