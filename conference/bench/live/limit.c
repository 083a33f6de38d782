/* What the machine itself allows (Linux): a server of WebSockets that does one send() a reader and
 * nothing else. It takes whoever comes, and answers each handshake alike; our readers do not check.
 *
 *     limit
 *
 * It prints "Serving PORT". A line "send LENGTH" on stdin sends one frame of so many bytes, its
 * head among them, to all; it answers "sent COUNT", of those that took it whole. */

#define _GNU_SOURCE /* accept4 */

#include <arpa/inet.h>
#include <errno.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

enum { EVENTS = 512, BACKLOG = 2048, LONGEST = 1 << 20 };

static const char ANSWER[] =
    "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n";
static char frame[LONGEST];
static int *readers;
static size_t count;
static int poller, listener;

static void fail(const char *what) {
    perror(what);
    exit(1);
}

static void watch(int fd) {
    struct epoll_event event = {.events = EPOLLIN, .data.fd = fd};
    if (epoll_ctl(poller, EPOLL_CTL_ADD, fd, &event)) fail("epoll_ctl");
}

static void let_in(void) {
    for (int fd; (fd = accept4(listener, NULL, NULL, SOCK_NONBLOCK)) >= 0;) watch(fd);
}

/* The first that a reader says is its handshake; it fits into one segment. */
static void hear(int fd) {
    char said[8192];
    ssize_t size = recv(fd, said, sizeof said, 0);
    if (size < 0 && errno == EAGAIN) return;
    if (size > 4 && !memcmp(said, "GET ", 4)) {
        readers = realloc(readers, (count + 1) * sizeof *readers);
        readers[count++] = fd;
        if (send(fd, ANSWER, sizeof ANSWER - 1, MSG_NOSIGNAL) > 0) return;
    }
    if (size > 0) return;
    for (size_t at = 0; at < count; at++)
        if (readers[at] == fd) readers[at] = readers[--count];
    close(fd);
}

static void fan_out(size_t length) {
    size_t payload = length - 4, taken = 0;
    frame[0] = (char)0x81;
    if (length < 128) {
        payload = length - 2;
        frame[1] = (char)payload;
    } else if (payload < 1 << 16) {
        frame[1] = 126;
        frame[2] = (char)(payload >> 8);
        frame[3] = (char)payload;
    } else {
        payload = length - 10;
        frame[1] = 127;
        for (int at = 0; at < 8; at++) frame[2 + at] = (char)((uint64_t)payload >> 8 * (7 - at));
    }
    for (size_t at = 0; at < count; at++)
        taken += send(readers[at], frame, length, MSG_NOSIGNAL) == (ssize_t)length;
    printf("sent %zu\n", taken);
}

static void obey(void) {
    char line[64];
    ssize_t size = read(STDIN_FILENO, line, sizeof line - 1);
    if (size <= 0) exit(0);
    line[size] = '\0';
    size_t length = strtoul(line + strcspn(line, " "), NULL, 10);
    if (length >= 4 && length <= LONGEST) fan_out(length);
    fflush(stdout);
}

int main(void) {
    struct sockaddr_in at = {.sin_family = AF_INET};
    socklen_t size = sizeof at;
    at.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    memset(frame, 'x', sizeof frame);
    listener = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0);
    if (listener < 0 || bind(listener, (struct sockaddr *)&at, size) || listen(listener, BACKLOG))
        fail("listen");
    getsockname(listener, (struct sockaddr *)&at, &size);
    printf("Serving %d\n", ntohs(at.sin_port));
    fflush(stdout);
    poller = epoll_create1(0);
    watch(listener);
    watch(STDIN_FILENO);
    for (;;) {
        struct epoll_event events[EVENTS];
        int ready = epoll_wait(poller, events, EVENTS, -1);
        for (int i = 0; i < ready; i++) {
            int fd = events[i].data.fd;
            if (fd == listener) let_in();
            else if (fd == STDIN_FILENO) obey();
            else hear(fd);
        }
    }
}
