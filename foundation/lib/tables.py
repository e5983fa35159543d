"""A list to take away, as a file of the kind that was asked for."""

from collections.abc import Iterable, Sequence

from django.http import FileResponse, StreamingHttpResponse

from foundation.lib import csv_file, xlsx_file

CSV, XLSX = "csv", "xlsx"


def download(
    kind: str, *, name: str, head: Sequence[str], rows: Iterable[Iterable[object]]
) -> FileResponse | StreamingHttpResponse:
    """The table as `name`.csv, sent while it is read, or as `name`.xlsx."""
    if kind == XLSX:
        workbook = xlsx_file.write(name, head, rows)
        return FileResponse(workbook, content_type=xlsx_file.MIME, as_attachment=True, filename=f"{name}.xlsx")
    headers = {"Content-Disposition": f'attachment; filename="{name}.csv"'}
    return StreamingHttpResponse(csv_file.lines(head, rows), content_type=csv_file.MIME, headers=headers)
