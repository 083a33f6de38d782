/* The readers of the benchmark: many WebSockets in one process (Linux), which count every message
 * and note when it came.
 *
 *     client ADDRESS PORT HEAD COOKIES
 *
 * HEAD is a file: the handshake up to its last field. COOKIES holds a line a reader, the value of
 * its Cookie field. Commands come over stdin, answers go to stdout, a line each:
 *
 *     open COUNT AT_ONCE   opened OPEN FAILED PACKED: so many more readers, PACKED of all take
 *                          compressed messages. Of those AT_ONCE are on their way at any time
 *     drop COUNT           dropped: so many are gone, from those on that have been there longest;
 *                          `open` lets their places come back
 *     stall COUNT          stalled: so many of the open ones read no more, from the first on
 *     expect               expecting: from here on the first message of each reader is noted
 *     times                times T...: once each has one, or SECONDS are over, in nanoseconds of
 *                          CLOCK_MONOTONIC
 *     totals               totals MESSAGES BYTES OPEN PINGS; BYTES of all frames with their heads
 *
 * What breaks RFC 6455 ends its socket. Compressed messages are counted, not unpacked. */

#include <arpa/inet.h>
#include <errno.h>
#include <inttypes.h>
#include <netinet/tcp.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/epoll.h>
#include <time.h>
#include <unistd.h>

#include "frames.h"

enum { SECONDS = 60, EVENTS = 512, LINE = 4096, PER_ADDRESS = 20000 };
/* A reader that takes nothing has little room, as a phone has; set before it connects. */
enum { STALLED_BYTES = 4096 };
enum state { CLOSED, CONNECTING, SHAKING, OPEN };

struct reader {
    int fd;
    enum state state;
    bool stalled;
    int64_t came;            /* the first message since `expect`, else 0 */
    char *answer;            /* to the handshake, until it is whole */
    size_t answered;
    struct stream stream;
};

static struct reader *readers;
static char **cookies;
static char handshake[LINE];
/* Of all that ever came and went, as they take their places in turn. */
static size_t begun, dropped, wanted;
static size_t count, on_the_way, most_on_the_way;
static size_t open_now, failed, packed_now, missing;
static uint64_t messages, bytes, pings;
static bool times_wanted, opening;
static int64_t times_until;
static struct sockaddr_in server;
static int poller;

static int64_t now(void) {
    struct timespec at;
    clock_gettime(CLOCK_MONOTONIC, &at);
    return at.tv_sec * INT64_C(1000000000) + at.tv_nsec;
}

static void fail(const char *what) {
    perror(what);
    exit(1);
}

static void watch(struct reader *reader, uint32_t events, int how) {
    struct epoll_event event = {.events = events, .data.ptr = reader};
    if (epoll_ctl(poller, how, reader->fd, &event)) fail("epoll_ctl");
}

static bool is_missing(const struct reader *reader) {
    return reader->state == OPEN && !reader->stalled && !reader->came;
}

static void end(struct reader *reader) {
    if (is_missing(reader) && missing) missing--;
    if (reader->state == OPEN) {
        open_now--;
        packed_now -= reader->stream.packed;
    } else {
        on_the_way--;
        failed++;
    }
    close(reader->fd);
    free(reader->answer);
    reader->answer = NULL;
    reader->state = CLOSED;
}

static void pong(struct reader *reader) {
    const struct stream *stream = &reader->stream;
    uint8_t frame[6 + MOST_OF_CONTROL] = {0x8A, 0x80 | (uint8_t)stream->control_has};
    memcpy(frame + 6, stream->control, stream->control_has); /* masked with zeros: as it is */
    ssize_t size = (ssize_t)(6 + stream->control_has);
    if (send(reader->fd, frame, (size_t)size, MSG_NOSIGNAL) == size) pings++;
}

static void note(struct reader *reader) {
    messages++;
    if (reader->came) return;
    if (is_missing(reader) && missing) missing--;
    reader->came = now();
}

static bool take(struct reader *reader, const uint8_t *data, size_t size) {
    bytes += size;
    for (;;) {
        switch (read_frame(&reader->stream, &data, &size)) {
        case MORE: return true;
        case MESSAGE: note(reader); break;
        case PING: pong(reader); break;
        case PART:
        case PONG: break;
        case CLOSING:
        case BROKEN: return false;
        }
    }
}

static void begin(struct reader *reader) {
    size_t number = (size_t)(reader - readers);
    int one = 1;
    /* A pair of addresses has no more ports than that. */
    struct sockaddr_in own = {.sin_family = AF_INET};
    own.sin_addr.s_addr = htonl(INADDR_LOOPBACK + 1 + (uint32_t)(number / PER_ADDRESS));
    memset(&reader->stream, 0, sizeof reader->stream);
    reader->came = 0;
    reader->fd = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0);
    if (reader->fd < 0) fail("socket");
    setsockopt(reader->fd, IPPROTO_IP, IP_BIND_ADDRESS_NO_PORT, &one, sizeof one);
    setsockopt(reader->fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
    if (reader->stalled) {
        int little = STALLED_BYTES;
        setsockopt(reader->fd, SOL_SOCKET, SO_RCVBUF, &little, sizeof little);
    }
    if (bind(reader->fd, (struct sockaddr *)&own, sizeof own)) fail("bind");
    reader->state = CONNECTING;
    on_the_way++;
    if (connect(reader->fd, (struct sockaddr *)&server, sizeof server) && errno != EINPROGRESS) {
        end(reader);
        return;
    }
    watch(reader, EPOLLOUT, EPOLL_CTL_ADD);
}

static void begin_some(void) {
    while (begun < wanted && on_the_way < most_on_the_way) begin(&readers[begun++ % count]);
    if (opening && begun == wanted && !on_the_way) {
        opening = false;
        printf("opened %zu %zu %zu\n", open_now, failed, packed_now);
    }
}

static void shake_hands(struct reader *reader) {
    char request[2 * LINE];
    int size = snprintf(request, sizeof request, "%sCookie: %s\r\n\r\n", handshake,
                        cookies[reader - readers]);
    if (send(reader->fd, request, (size_t)size, MSG_NOSIGNAL) != size) {
        end(reader);
        return;
    }
    reader->answer = calloc(1, LINE);
    reader->answered = 0;
    reader->state = SHAKING;
    watch(reader, EPOLLIN, EPOLL_CTL_MOD);
}

/* What follows the answer to the handshake in the same piece is frames. */
static void be_answered(struct reader *reader, const uint8_t *data, size_t size) {
    size_t before = reader->answered, room = LINE - 1 - before;
    size_t taken = size < room ? size : room;
    memcpy(reader->answer + before, data, taken);
    reader->answered += taken;
    char *last = strstr(reader->answer, "\r\n\r\n");
    if (!last) {
        if (taken == room) end(reader);
        return;
    }
    if (strncmp(reader->answer, "HTTP/1.1 101", 12)) {
        end(reader);
        return;
    }
    size_t read = (size_t)(last + 4 - reader->answer) - before;
    *last = '\0';
    reader->stream.packed = strstr(reader->answer, "permessage-deflate") != NULL;
    reader->state = OPEN;
    on_the_way--;
    open_now++;
    packed_now += reader->stream.packed;
    if (reader->stalled) watch(reader, 0, EPOLL_CTL_MOD);
    bool is_well = take(reader, data + read, size - read);
    free(reader->answer);
    reader->answer = NULL;
    if (!is_well) end(reader);
}

static void hear(struct reader *reader, uint32_t events) {
    static uint8_t data[1 << 16];
    if (reader->state == CONNECTING) {
        if (events & (EPOLLERR | EPOLLHUP)) end(reader);
        else shake_hands(reader);
        return;
    }
    ssize_t size = read(reader->fd, data, sizeof data);
    if (size < 0 && errno == EAGAIN) return;
    if (size <= 0) end(reader);
    else if (reader->state == SHAKING) be_answered(reader, data, (size_t)size);
    else if (!take(reader, data, (size_t)size)) end(reader);
}

static void expect(void) {
    missing = 0;
    for (size_t number = 0; number < count; number++) {
        readers[number].came = 0;
        missing += is_missing(&readers[number]);
    }
    puts("expecting");
}

static void tell_times(void) {
    if (!times_wanted || (missing && now() < times_until)) return;
    times_wanted = false;
    fputs("times", stdout);
    for (size_t number = 0; number < count; number++)
        if (readers[number].came) printf(" %" PRId64, readers[number].came);
    putchar('\n');
}

static void stall(size_t how_many) {
    for (size_t number = 0; number < how_many && number < count; number++) {
        readers[number].stalled = true;
        if (readers[number].state == OPEN) watch(&readers[number], 0, EPOLL_CTL_MOD);
    }
    puts("stalled");
}

static void drop(size_t how_many) {
    for (; how_many && dropped < begun; how_many--) {
        struct reader *reader = &readers[dropped++ % count];
        if (reader->state == OPEN) end(reader);
    }
    puts("dropped");
}

static void obey(const char *line) {
    size_t first = 0, second = 0;
    if (sscanf(line, "open %zu %zu", &first, &second) == 2) {
        wanted = begun + first < dropped + count ? begun + first : dropped + count;
        most_on_the_way = second;
        opening = true;
    } else if (sscanf(line, "drop %zu", &first) == 1) {
        drop(first);
    } else if (sscanf(line, "stall %zu", &first) == 1) {
        stall(first);
    } else if (!strcmp(line, "expect")) {
        expect();
    } else if (!strcmp(line, "times")) {
        times_wanted = true;
        times_until = now() + SECONDS * INT64_C(1000000000);
    } else if (!strcmp(line, "totals")) {
        printf("totals %" PRIu64 " %" PRIu64 " %zu %" PRIu64 "\n", messages, bytes, open_now,
               pings);
    }
}

static void listen_to_commands(void) {
    static char said[LINE];
    static size_t has;
    ssize_t size = read(STDIN_FILENO, said + has, sizeof said - 1 - has);
    if (size <= 0) exit(0);
    has += (size_t)size;
    said[has] = '\0';
    for (char *end_of; (end_of = strchr(said, '\n'));) {
        *end_of = '\0';
        obey(said);
        has -= (size_t)(end_of + 1 - said);
        memmove(said, end_of + 1, has + 1);
    }
}

static void read_files(const char *head_path, const char *cookies_path) {
    FILE *head = fopen(head_path, "r"), *lines = fopen(cookies_path, "r");
    if (!head || !lines) fail("files");
    handshake[fread(handshake, 1, sizeof handshake - 1, head)] = '\0';
    char line[LINE];
    while (fgets(line, sizeof line, lines)) {
        line[strcspn(line, "\n")] = '\0';
        cookies = realloc(cookies, (count + 1) * sizeof *cookies);
        cookies[count++] = strdup(line);
    }
    readers = calloc(count, sizeof *readers);
    fclose(head);
    fclose(lines);
}

int main(int given, char **argument) {
    if (given != 5) return 2;
    server.sin_family = AF_INET;
    server.sin_port = htons((uint16_t)atoi(argument[2]));
    if (inet_pton(AF_INET, argument[1], &server.sin_addr) != 1) return 2;
    read_files(argument[3], argument[4]);
    poller = epoll_create1(0);
    struct epoll_event commands = {.events = EPOLLIN, .data.ptr = NULL};
    if (epoll_ctl(poller, EPOLL_CTL_ADD, STDIN_FILENO, &commands)) fail("epoll_ctl");
    for (;;) {
        struct epoll_event events[EVENTS];
        begin_some();
        tell_times();
        fflush(stdout);
        int ready = epoll_wait(poller, events, EVENTS, times_wanted ? 100 : -1);
        for (int at = 0; at < ready; at++) {
            struct reader *reader = events[at].data.ptr;
            if (!reader) listen_to_commands();
            else if (reader->state != CLOSED) hear(reader, events[at].events);
        }
    }
}
