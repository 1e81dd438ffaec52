{#
    A note that a table keeps with it: its recipe or the run that made it, then what it holds
    (unchanged.sql) or up to what it was built (changes.sql). It goes where the table goes.
    DuckDB: the table's comment, Spark: a property of it.
#}

{# The statement that writes a note on `this`. #}
{% macro note(text) %}{{ return(adapter.dispatch('note')('built: ' ~ text)) }}{% endmacro %}

{% macro duckdb__note(text) %}
    {{ return('comment on table ' ~ this ~ " is '" ~ text ~ "'") }}
{% endmacro %}

{% macro spark__note(text) %}
    {{ return('alter table ' ~ this ~ " set tblproperties ('commerce.built' = '" ~ text ~ "')") }}
{% endmacro %}


{# The note on a table; an empty text where there is none. #}
{% macro note_on(relation) %}
    {% if not execute %}{{ return('') }}{% endif %}
    {% set found = run_query(adapter.dispatch('read_note')(relation)) %}
    {{ return(noted(found.columns[-1][0] if found)) }}
{% endmacro %}


{# The note in a comment; an empty text for none, or one that says something else. #}
{% macro noted(comment) %}
    {{ return(comment[7:] if comment and comment.startswith('built: ') else '') }}
{% endmacro %}

{% macro duckdb__read_note(relation) %}
    {{ return(
        "select comment from duckdb_tables() where not temporary and schema_name = '"
        ~ relation.schema ~ "' and table_name = '" ~ relation.identifier ~ "'"
    ) }}
{% endmacro %}

{% macro spark__read_note(relation) %}
    {{ return('show tblproperties ' ~ relation ~ " ('commerce.built')") }}
{% endmacro %}
