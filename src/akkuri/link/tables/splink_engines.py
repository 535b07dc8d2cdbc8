"""The engines Splink runs on: DuckDB in this process, or Spark on a cluster (extra `spark`, and Java 17)."""

from typing import Any, Final

from akkuri.errors import OutsideError, UsageError
from akkuri.extras import require

__all__ = ["ENGINES", "database"]

ENGINES: Final = ("duckdb", "spark")


def database(engine: str) -> Any:
    """Return Splink's access to an engine.

    Spark is reached as the environment says (`SPARK_HOME`, `spark-defaults.conf`, a session that is there).
    Raises UsageError for an unknown engine or a lacking extra, OutsideError when Spark does not start.
    """
    if engine == "duckdb":
        import duckdb
        from splink.backends.duckdb import DuckDBAPI

        connection = duckdb.connect(config={"memory_limit": "1GB"})
        # Splink 5.0 writes lambdas with an arrow, which DuckDB 2 refuses unless told otherwise
        connection.execute("SET lambda_syntax = 'ENABLE_SINGLE_ARROW'")
        return DuckDBAPI(connection=connection)
    if engine == "spark":
        return _spark()
    raise UsageError.worded("registries.no-engine", name=engine, known=", ".join(ENGINES))


def _spark() -> Any:
    require("spark")
    from pyspark.sql import SparkSession
    from splink.backends.spark import SparkAPI, similarity_jar_location

    try:
        session = (
            SparkSession.builder.appName("akkuri link")
            .config("spark.jars", similarity_jar_location())
            .config("spark.ui.enabled", "false")
            .config("spark.sql.shuffle.partitions", "4")
            .config("spark.default.parallelism", "4")
            .getOrCreate()
        )
        session.sparkContext.setLogLevel("ERROR")
    except Exception as error:  # Spark and Py4J raise many kinds
        raise OutsideError.worded("registries.spark", reason=str(error).splitlines()[0]) from error
    return SparkAPI(  # type: ignore[no-untyped-call]  # Splink does not type it
        spark_session=session, break_lineage_method="persist", num_partitions_on_repartition=4
    )
