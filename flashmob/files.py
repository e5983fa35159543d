from whitenoise.storage import CompressedManifestStaticFilesStorage

IMPORTS = (r"""(?P<matched>from "(?P<url>\./[^"]+)")""", 'from "%(url)s"')


class StaticFiles(CompressedManifestStaticFilesStorage):
    """Names with a hash, also where a module of the door imports another: what is kept for a year never changes."""

    patterns = (*CompressedManifestStaticFilesStorage.patterns, ("js/door/*.js", (IMPORTS,)))
    max_post_process_passes = 12  # as many as one module may stand behind another
