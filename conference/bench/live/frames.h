/* Frames of a WebSocket as a server sends them (RFC 6455, 5.2; RFC 7692, 6), read from a stream that
 * may break off anywhere. Of messages only the end is told; compressed ones are not unpacked. */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

enum { MOST_OF_CONTROL = 125 };

/* MORE: all that was given is read. BROKEN: by what no server may send. */
enum heard { MORE, PART, MESSAGE, PING, PONG, CLOSING, BROKEN };

struct stream {
    bool packed; /* it was agreed that messages may be compressed */
    bool in_message;
    uint8_t head[10];
    size_t head_has;
    uint64_t left; /* of the frame's payload */
    uint8_t control[MOST_OF_CONTROL];
    size_t control_has;
};

static size_t head_needs(const struct stream *stream) {
    if (stream->head_has < 2) return 2;
    uint8_t length = stream->head[1] & 0x7F;
    return length == 127 ? 10 : length == 126 ? 4 : 2;
}

static bool may_begin(const struct stream *stream) {
    const uint8_t *head = stream->head;
    uint8_t code = head[0] & 0x0F;
    bool is_first = code == 0x1 || code == 0x2, is_masked = head[1] & 0x80;
    if (is_masked || head[0] & 0x30) return false;
    if (head[0] & 0x40 && !(stream->packed && is_first)) return false;
    if (code & 0x8) return code <= 0xA && head[0] & 0x80 && (head[1] & 0x7F) <= MOST_OF_CONTROL;
    return is_first ? !stream->in_message : code == 0x0 && stream->in_message;
}

static void begin_frame(struct stream *stream) {
    uint8_t length = stream->head[1] & 0x7F;
    size_t long_bytes = length == 127 ? 8 : length == 126 ? 2 : 0;
    stream->left = long_bytes ? 0 : length;
    for (size_t at = 0; at < long_bytes; at++)
        stream->left = stream->left << 8 | stream->head[2 + at];
    stream->control_has = 0;
}

static enum heard end_frame(struct stream *stream) {
    uint8_t code = stream->head[0] & 0x0F;
    bool is_last = stream->head[0] & 0x80;
    stream->head_has = 0;
    if (code & 0x8) return code == 0x8 ? CLOSING : code == 0x9 ? PING : PONG;
    stream->in_message = !is_last;
    return is_last ? MESSAGE : PART;
}

/* The next thing that is whole. `data` moves on to what comes after it. */
static enum heard read_frame(struct stream *stream, const uint8_t **data, size_t *size) {
    while (stream->head_has < head_needs(stream)) {
        if (!*size) return MORE;
        stream->head[stream->head_has++] = *(*data)++;
        --*size;
        if (stream->head_has < head_needs(stream)) continue;
        if (!may_begin(stream)) return BROKEN;
        begin_frame(stream);
    }
    size_t part = stream->left < *size ? (size_t)stream->left : *size;
    if (stream->head[0] & 0x8) {
        memcpy(stream->control + stream->control_has, *data, part);
        stream->control_has += part;
    }
    *data += part;
    *size -= part;
    stream->left -= part;
    return stream->left ? MORE : end_frame(stream);
}
