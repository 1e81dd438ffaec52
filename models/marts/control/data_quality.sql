with

counts as (

    {{ verdict_counts() }}

),

-- Every entity is told of, also one that nothing was landed of.
entity_names as (

    {{ listed(entities(), 'entity') }}

),

totals as (

    select
        entity_names.entity,
        coalesce(sum(counts.row_count), 0) as landed,
        coalesce(sum(counts.row_count) filter (where counts.verdict = 'accepted'), 0)
            as accepted,
        coalesce(sum(counts.row_count) filter (where counts.verdict = 'quarantined'), 0)
            as quarantined,
        coalesce(sum(counts.row_count) filter (where counts.verdict = 'duplicate'), 0)
            as duplicates,
        coalesce(sum(counts.row_count) filter (where counts.verdict = 'waiting'), 0)
            as waiting
    from entity_names
    left join counts on entity_names.entity = counts.entity
    group by entity_names.entity

),

coerced as (

    select
        entity,
        {{ words_of('coerced_columns') }} as detail,
        row_count
    from counts
    where coerced_columns <> '' and verdict <> 'quarantined'

),

measures as (

    select
        entity,
        'landed' as measure,
        'all' as detail,
        landed as value
    from totals

    union all

    select
        entity,
        'accepted' as measure,
        'all' as detail,
        accepted as value
    from totals

    union all

    select
        entity,
        'quarantined' as measure,
        'all' as detail,
        quarantined as value
    from totals

    union all

    select
        entity,
        'quarantined' as measure,
        quarantine_reason as detail,
        sum(row_count) as value
    from counts
    where verdict = 'quarantined'
    group by entity, quarantine_reason

    union all

    select
        entity,
        'duplicates' as measure,
        'all' as detail,
        duplicates as value
    from totals

    union all

    select
        entity,
        'waiting' as measure,
        'all' as detail,
        waiting as value
    from totals
    where waiting > 0

    union all

    select
        entity,
        'coerced' as measure,
        detail,
        sum(row_count) as value
    from coerced
    group by entity, detail

    union all

    select
        entity,
        measure,
        'all' as detail,
        value
    from {{ ref('int_quality_measured') }}

),

final as (

    select
        entity,
        measure,
        detail,
        cast(value as double) as value
    from measures

)

select * from final
