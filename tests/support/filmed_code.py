"""What a camera sees that is held before a ticket: a QR code, as a raw film that Chromium takes for its camera's."""

import segno

WIDTH, HEIGHT, SCALE = 640, 480, 8


def write(file, text, *, frames=10):
    """A y4m film of the code of `text`, dark on light in the middle of the picture."""
    matrix = [list(row) for row in segno.make(text, error="m").matrix_iter(scale=SCALE, border=4)]
    top, left = (HEIGHT - len(matrix)) // 2, (WIDTH - len(matrix[0])) // 2
    light = bytearray([235]) * (WIDTH * HEIGHT)
    for number, row in enumerate(matrix):
        start = (top + number) * WIDTH + left
        light[start : start + len(row)] = bytes(16 if dark else 235 for dark in row)
    picture = b"FRAME\n" + bytes(light) + bytes([128]) * (WIDTH * HEIGHT // 2)
    file.write_bytes(f"YUV4MPEG2 W{WIDTH} H{HEIGHT} F10:1 Ip A1:1 C420jpeg\n".encode() + picture * frames)
