{# A post's lifetime counter on a day: the last one known. #}
{% macro counter_so_far(counter) -%}
    {{ last_known(
        'posts.' ~ counter,
        by='posts.platform, posts.post_id',
        order='posts.snapshot_date',
    ) }}
{%- endmacro %}


{#
    What a lifetime counter moved since the snapshot before (a fall is negative). The first
    known value counts in full for a post that was published since its account is watched, and
    is a baseline for others.
#}
{% macro counter_movement(counter) -%}
    cast(
        coalesce(
            {{ counter }} - coalesce(
                lag({{ counter }}) over (
                    partition by platform, post_id order by snapshot_date
                ),
                case when is_published_since then 0 else {{ counter }} end
            ),
            0
        ) as decimal(18, 4)
    )
{%- endmacro %}
