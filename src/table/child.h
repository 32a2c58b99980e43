/* child.h - the process that reads a workbook for another one.
 *
 * It is this program started again, so nothing of the server's memory is in it; it is given the file, a file for long
 * tables and a socket, and before it looks at the first byte it gives up everything else: no opening, no network, no
 * new process or program, little memory, little time. */
#ifndef CHILD_H
#define CHILD_H

/* First thing in main().  Returns at once unless table_read() started this process; then it never returns.
 * `misdeed` is run where the reading would begin: for tests of the walls; else NULL. */
void table_child(char **argv, void (*misdeed)(int fd));

#endif
