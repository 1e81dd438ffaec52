{#
    Ends a build with one line about what was kept out: of each table with quarantined rows how
    many, those with the largest share first. Silent where the build did not get to data_quality.
#}
{% macro tell_quarantined(results) %}
    {% set built = results | selectattr('node.name', 'equalto', 'data_quality')
        | selectattr('status', 'equalto', 'success') | list %}
    {% if execute and built %}
        {% set rows = run_query(quarantined_by_table(built[0].node.relation_name)).rows %}
        {% set told = [] %}
        {% for row in rows[:5] %}
            {% do told.append('%s %s of %s' | format(
                row[0], '{:,.0f}'.format(row[1]), '{:,.0f}'.format(row[2])
            )) %}
        {% endfor %}
        {% set more = ' and %s tables more' | format(rows | length - 5) if rows | length > 5 %}
        {% if told %}
            {{ log('quarantined ' ~ told | join(', ') ~ more
                ~ ': the mart quarantine says why', info=true) }}
        {% endif %}
    {% endif %}
{% endmacro %}


{% macro quarantined_by_table(data_quality) %}
    select
        entity,
        quarantined,
        landed
    from (
        select
            entity,
            max(case when measure = 'quarantined' then value end) as quarantined,
            max(case when measure = 'landed' then value end) as landed
        from {{ data_quality }}
        where detail = 'all'
        group by entity
    ) as counted
    where quarantined > 0
    order by quarantined / landed desc, entity
{% endmacro %}
