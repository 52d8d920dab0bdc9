"""The star schema for analysts: facts and dimensions as Parquet files, without personal data."""
