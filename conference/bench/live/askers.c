/* People of the benchmark who ask over HTTP: connections that are kept alive, each with one request
 * on its way at a time (Linux).
 *
 *     askers ADDRESS PORT HEAD PEOPLE CONNECTIONS
 *
 * HEAD is a file: a request up to its last fields. PEOPLE holds a line for each: the value of the
 * Cookie field, a tab, the body of the form. A command comes over stdin, answers go to stdout:
 *
 *     ask COUNT MS         asked OK OTHERS NS, then times T...: so many requests, or as many as
 *                          begin within that time. The next connection that is free takes the next
 *                          person, after the last one the first again. OTHERS were answered with
 *                          another status than 200, or not at all; NS is from the first request to
 *                          the last answer; T in nanoseconds of each that was answered
 *
 * An answer has to say how long it is. */

#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <inttypes.h>
#include <netinet/tcp.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <time.h>
#include <unistd.h>

enum { EVENTS = 512, LINE = 4096, ANSWER = 1 << 16 };

struct connection {
    int fd;
    bool waits;
    int64_t sent;
    char *answer;
    size_t has;
};

struct person {
    char *cookie, *body;
};

static struct connection *connections;
static struct person *people;
static char head[LINE];
static size_t count, persons, next_person;
static int64_t *times;
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

static void open_one(struct connection *connection, const struct sockaddr_in *server) {
    int one = 1;
    struct epoll_event event = {.events = EPOLLIN, .data.ptr = connection};
    connection->fd = socket(AF_INET, SOCK_STREAM, 0);
    if (connection->fd < 0) fail("socket");
    setsockopt(connection->fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
    if (connect(connection->fd, (const struct sockaddr *)server, sizeof *server)) fail("connect");
    connection->answer = malloc(ANSWER);
    if (epoll_ctl(poller, EPOLL_CTL_ADD, connection->fd, &event)) fail("epoll_ctl");
}

static void lose(struct connection *connection) {
    close(connection->fd);
    connection->fd = -1;
    connection->waits = false;
}

/* Whether it is on its way. */
static bool ask(struct connection *connection) {
    char request[2 * LINE];
    const struct person *own = &people[next_person++ % persons];
    int size = snprintf(request, sizeof request,
                        "%sContent-Length: %zu\r\nCookie: %s\r\n\r\n%s", head, strlen(own->body),
                        own->cookie, own->body);
    connection->sent = now();
    connection->has = 0;
    connection->waits = send(connection->fd, request, (size_t)size, MSG_NOSIGNAL) == size;
    if (!connection->waits) lose(connection);
    return connection->waits;
}

/* The status of an answer that has come whole, 0 as long as it has not, -1 for what is none. */
static int status_of(struct connection *connection) {
    size_t room = ANSWER - 1 - connection->has;
    ssize_t size = read(connection->fd, connection->answer + connection->has, room);
    if (size <= 0) return -1;
    connection->has += (size_t)size;
    connection->answer[connection->has] = '\0';
    char *body = strstr(connection->answer, "\r\n\r\n");
    if (!body) return connection->has == ANSWER - 1 ? -1 : 0;
    char *length = strcasestr(connection->answer, "\r\ncontent-length:");
    if (!length || length > body) return -1;
    size_t wanted = (size_t)(body + 4 - connection->answer) + strtoul(length + 17, NULL, 10);
    if (wanted > ANSWER - 1) return -1;
    return connection->has < wanted ? 0 : atoi(connection->answer + 9);
}

static void ask_all(size_t most, int64_t for_ns) {
    size_t begun = 0, on_the_way = 0, taken = 0, others = 0;
    int64_t began = now(), ended = began;
    times = realloc(times, most * sizeof *times);
    for (size_t number = 0; number < count && begun < most; number++) {
        if (connections[number].fd < 0) continue;
        begun++;
        if (ask(&connections[number])) on_the_way++;
        else others++;
    }
    while (on_the_way) {
        struct epoll_event events[EVENTS];
        int ready = epoll_wait(poller, events, EVENTS, -1);
        for (int at = 0; at < ready; at++) {
            struct connection *connection = events[at].data.ptr;
            if (!connection->waits) continue;
            int status = status_of(connection);
            if (!status) continue;
            on_the_way--;
            connection->waits = false;
            ended = now();
            if (status == 200) times[taken++] = ended - connection->sent;
            else others++;
            if (status < 0) {
                lose(connection);
            } else if (begun < most && ended - began < for_ns) {
                begun++;
                if (ask(connection)) on_the_way++;
                else others++;
            }
        }
    }
    printf("asked %zu %zu %" PRId64 "\ntimes", taken, others, ended - began);
    for (size_t number = 0; number < taken; number++) printf(" %" PRId64, times[number]);
    putchar('\n');
    fflush(stdout);
}

static void read_files(const char *head_path, const char *people_path) {
    FILE *fields = fopen(head_path, "r"), *lines = fopen(people_path, "r");
    if (!fields || !lines) fail("files");
    head[fread(head, 1, sizeof head - 1, fields)] = '\0';
    char line[LINE];
    while (fgets(line, sizeof line, lines)) {
        line[strcspn(line, "\n")] = '\0';
        char *tab = strchr(line, '\t');
        if (!tab) exit(2);
        *tab = '\0';
        people = realloc(people, (persons + 1) * sizeof *people);
        people[persons++] = (struct person){strdup(line), strdup(tab + 1)};
    }
    fclose(fields);
    fclose(lines);
}

int main(int given, char **argument) {
    struct sockaddr_in server = {.sin_family = AF_INET};
    if (given != 6) return 2;
    server.sin_port = htons((uint16_t)atoi(argument[2]));
    if (inet_pton(AF_INET, argument[1], &server.sin_addr) != 1) return 2;
    read_files(argument[3], argument[4]);
    if (!persons) return 2;
    poller = epoll_create1(0);
    count = strtoul(argument[5], NULL, 10);
    connections = calloc(count, sizeof *connections);
    for (size_t number = 0; number < count; number++) open_one(&connections[number], &server);
    char line[LINE];
    size_t most, ms;
    while (fgets(line, sizeof line, stdin))
        if (sscanf(line, "ask %zu %zu", &most, &ms) == 2) ask_all(most, (int64_t)ms * 1000000);
}
