"""What a dossier takes on disk, by table with its indexes: what the databases grow by over a number of lives."""

POSTGRESQL = "SELECT relname AS name, pg_total_relation_size(oid) AS bytes FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace"
SQLITE = "SELECT coalesce(tbl_name, stat.name) AS name, sum(pgsize) AS bytes FROM dbstat AS stat LEFT JOIN sqlite_schema AS of ON of.name = stat.name GROUP BY 1"


def tables(house):
    """Bytes of `dossiers.history` and so on. On PostgreSQL dead rows are taken out first, so that the order of the work does not count."""
    sizes = {}
    for service in house.names:
        if house.kind == "full":
            house.psql(house.names[service], "VACUUM FULL")
        for row in house.rows(service, POSTGRESQL if house.kind == "full" else SQLITE):
            sizes[f"{service}.{row['name']}"] = row["bytes"]
    return sizes


def grown(before, after, count):
    """Bytes for each of `count`, by table, the largest first; what did not grow is left out."""
    each = {name: round((size - before.get(name, 0)) / count) for name, size in after.items()}
    return dict(sorted(((name, size) for name, size in each.items() if size > 0), key=lambda item: -item[1]))
