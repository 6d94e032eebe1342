"""Prefect flows, the upload receiver and the review sheet: thin wrappers over `pipeline`."""
