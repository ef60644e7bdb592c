/* Notes how much of the append-only file is on disk: the size it had when the
 * last fdatasync that has returned was called. Loaded into redis-server with
 * LD_PRELOAD; STRESS_NOTE names the file to note it in, as "size path". */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

int fdatasync(int fd)
{
	static int (*real)(int);
	static int note = -1;
	if (!real) real = dlsym(RTLD_NEXT, "fdatasync");
	if (note < 0) {
		const char *name = getenv("STRESS_NOTE");
		if (name) note = open(name, O_CREAT | O_WRONLY | O_CLOEXEC, 0600);
	}
	struct stat st;
	int known = fstat(fd, &st) == 0;
	int result = real(fd);
	if (result == 0 && known && note >= 0) {
		char self[64], path[400], line[512];
		snprintf(self, sizeof self, "/proc/self/fd/%d", fd);
		ssize_t n = readlink(self, path, sizeof path - 1);
		if (n > 0) {
			path[n] = 0;
			if (strstr(path, ".incr.aof")) {
				int length = snprintf(line, sizeof line, "%lld %s\n", (long long)st.st_size, path);
				if (pwrite(note, line, length, 0) < 0) abort();
			}
		}
	}
	return result;
}
