from whitenoise.storage import CompressedManifestStaticFilesStorage


class StaticFiles(CompressedManifestStaticFilesStorage):
    """Names with a hash, also where one script imports another: what is kept for a year never changes."""

    support_js_module_import_aggregation = True
    max_post_process_passes = 12  # as many as one script may stand behind another
